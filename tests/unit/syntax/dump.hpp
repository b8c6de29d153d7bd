// A tree as one line of text, so that tests can state exactly what a text comes to.
#pragma once

#include <fmt/format.h>

#include <string>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::syntax::test {

inline std::string op_text(Op op) {
  static constexpr const char* names[] = {"?", "+",  "-", "*",  "/",  "//",     "%",   "..", "==",  "!=",
                                          "<", "<=", ">", ">=", "in", "not in", "and", "or", "not", "-"};
  return names[static_cast<std::size_t>(op)];
}

inline std::string dump(const Expr* e);

inline std::string dump_kids(const Expr& e) {
  std::string out;
  for (const Expr* kid : e.kids) out += (out.empty() ? "" : " ") + dump(kid);
  return out;
}

inline std::string dump(const Expr* e) {
  if (e == nullptr) return "-";
  switch (e->kind) {
    case ExprKind::null:
      return "null";
    case ExprKind::boolean:
      return e->integer != 0 ? "true" : "false";
    case ExprKind::integer:
      return fmt::format("{}", e->integer);
    case ExprKind::floating:
      return fmt::format("{}f", e->floating);
    case ExprKind::duration:
      return fmt::format("{}ms", e->integer);
    case ExprKind::bytes:
      return fmt::format("{}B", e->integer);
    case ExprKind::percent:
      return fmt::format("{}%", e->floating);
    case ExprKind::string:
      return "\"" + dump_kids(*e) + "\"";
    case ExprKind::piece:
      return "<" + std::string(e->text) + ">";
    case ExprKind::word:
      return std::string(e->text);
    case ExprKind::list:
      return "[" + dump_kids(*e) + "]";
    case ExprKind::map:
      return "{" + dump_kids(*e) + "}";
    case ExprKind::entry:
      return dump(e->kids[0]) + "=" + dump(e->kids[1]);
    case ExprKind::call:
      return std::string(e->text) + "(" + dump_kids(*e) + ")";
    case ExprKind::named:
      return std::string(e->text) + "=" + dump(e->kids[0]);
    case ExprKind::member:
      return dump(e->kids[0]) + "." + std::string(e->text);
    case ExprKind::index:
      return dump(e->kids[0]) + "[" + dump(e->kids[1]) + "]";
    case ExprKind::unary:
      return "(" + op_text(e->op) + " " + dump(e->kids[0]) + ")";
    case ExprKind::binary:
      return "(" + dump(e->kids[0]) + " " + op_text(e->op) + " " + dump(e->kids[1]) + ")";
    case ExprKind::conditional:
      return "(" + dump(e->kids[0]) + " if " + dump(e->kids[1]) + " else " + dump(e->kids[2]) + ")";
    case ExprKind::comprehension:
      return "[" + dump(e->kids[0]) + " for " + std::string(e->text) + " in " + dump(e->kids[1]) +
             (e->kids.size() > 2 ? " if " + dump(e->kids[2]) : "") + "]";
  }
  return "?";
}

inline std::string dump(const TypeExpr* type) {
  std::string out(type->name);
  if (type->least != nullptr || type->most != nullptr) {
    out += "(" + (type->least != nullptr ? dump(type->least) : "") + ".." +
           (type->most != nullptr ? dump(type->most) : "") + ")";
  }
  std::string inner;
  for (const TypeExpr* argument : type->arguments) inner += dump(argument);
  for (const Expr* word : type->words) inner += (inner.empty() ? "" : ", ") + dump(word);
  if (!inner.empty()) out += "(" + inner + ")";
  if (type->optional) out += "?";
  if (type->next != nullptr) out += " | " + dump(type->next);
  return out;
}

inline std::string dump(const Body* body);

inline std::string dump(const Statement& s) {
  static constexpr const char* kinds[] = {"assign", "append", "block",   "unset", "require", "allow",    "for",
                                          "if",     "test",   "compare", "flag",  "option",  "tolerance"};
  std::string out = kinds[static_cast<std::size_t>(s.kind)];
  if (s.key != nullptr) out += " " + dump(s.key);
  if (s.kind == StatementKind::compare) out += " " + op_text(s.op);
  if (!s.name.empty()) out += " " + std::string(s.name);
  if (s.type != nullptr) out += " type " + dump(s.type);
  if (s.value != nullptr) out += " " + dump(s.value);
  if (s.message != nullptr) out += " message " + dump(s.message);
  if (s.loads != nullptr) out += " with " + dump(s.loads);
  if (s.alias != nullptr) out += " as " + dump(s.alias);
  if (s.base != nullptr) out += " : " + dump(s.base);
  if (s.body != nullptr) out += " " + dump(s.body);
  if (s.otherwise != nullptr) out += " else " + dump(s.otherwise);
  if (!s.doc.empty()) out += " doc <" + std::string(s.doc) + ">";
  return out;
}

inline std::string dump(const Body* body) {
  std::string out = "{";
  for (const Statement* statement : body->statements) out += (out.size() > 1 ? "; " : "") + dump(*statement);
  return out + "}";
}

inline std::string dump(const Declaration& d) {
  static constexpr const char* kinds[] = {"object", "let", "param", "use", "require", "allow"};
  std::string out = d.decl == DeclKind::object ? std::string(d.kind) : kinds[static_cast<std::size_t>(d.decl)];
  if (!d.name.empty()) out += (d.quoted ? " '" : " ") + std::string(d.name) + (d.quoted ? "'" : "");
  if (d.is_template) {
    out += "(";
    for (const Parameter* p : d.parameters) {
      out += (out.back() == '(' ? "" : ", ") + std::string(p->name) + ": " + dump(p->type);
      if (p->fallback != nullptr) out += " = " + dump(p->fallback);
    }
    out += ")";
  }
  if (d.on != nullptr) out += " on " + dump(d.on);
  if (d.base != nullptr) out += " : " + dump(d.base);
  if (d.type != nullptr) out += " type " + dump(d.type);
  if (d.value != nullptr) out += " = " + dump(d.value);
  if (d.message != nullptr) out += " message " + dump(d.message);
  if (d.body != nullptr) out += " " + dump(d.body);
  if (!d.doc.empty()) out += " doc <" + std::string(d.doc) + ">";
  return out;
}

// The errors of a text, one a line: "line:column code message [help] {note line:column}".
inline std::string errors_of(const Sources& sources, const Diagnostics& diags) {
  std::string out;
  for (const Diagnostic& d : diags.all()) {
    const Position at = sources.position(d.span.file, d.span.begin);
    if (!out.empty()) out += "\n";
    out += fmt::format("{}:{} {} {}", at.line, at.column, d.code, d.message);
    for (const std::string& help : d.help) out += " [" + help + "]";
    for (const Related& related : d.related) {
      const Position place = sources.position(related.span.file, related.span.begin);
      out += fmt::format(" {{{} {}:{}}}", related.text, place.line, place.column);
    }
  }
  return out;
}

// Owns a text and what parsing it gave.
struct Parsed {
  explicit Parsed(std::string text)
      : file(sources.add("test.perf", std::move(text))), tree(parse(sources, file, diags)) {}

  [[nodiscard]] std::string errors() const { return errors_of(sources, diags); }
  [[nodiscard]] std::string text() const {
    std::string out;
    for (const Declaration* d : tree.declarations) out += (out.empty() ? "" : "\n") + dump(*d);
    return out;
  }
  // The tree, or the errors when there are any.
  [[nodiscard]] std::string result() const { return diags.all().empty() ? text() : errors(); }

  Sources sources;
  Diagnostics diags;
  FileId file;
  Tree tree;
};

// One expression, in the value of a field.
inline std::string expression(const std::string& text) {
  const Parsed parsed("suite s {\n  x = " + text + "\n}\n");
  if (!parsed.diags.all().empty()) return parsed.errors();
  return dump(parsed.tree.declarations.at(0)->body->statements[0]->value);
}

// The statements of one body.
inline std::string statements(const std::string& text) {
  const Parsed parsed("suite s {\n" + text + "\n}\n");
  if (!parsed.diags.all().empty()) return parsed.errors();
  const std::string body = dump(parsed.tree.declarations.at(0)->body);
  return body.substr(1, body.size() - 2);
}

}  // namespace perfc::syntax::test
