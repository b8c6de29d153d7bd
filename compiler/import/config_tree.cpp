#include "compiler/import/config_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "compiler/base/edit_distance.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {

using syntax::Expr;
using syntax::ExprKind;
using syntax::Statement;
using syntax::StatementKind;

namespace {

// Of times and ports that lack quotes; 1:30:00 is 5400, and a time limit of 5400 is one of minutes.
void report_base_60(const Document& number, Diagnostics& diags) {
  if (number.text.find(':') == std::string::npos) return;
  const auto whole = yaml_integer(number.text);
  const std::string value = whole ? std::to_string(*whole) : yaml_text(yaml_floating(number.text));
  diags.report(codes::yaml_base_60, number.span, number.text, value)
      .advise(fmt::format("write '{}' in quotes where it is a text, such as a time", number.text));
}

}  // namespace

template <class Node>
Node* ConfigTree::make() {
  return std::pmr::polymorphic_allocator<>(arena_).new_object<Node>();
}

template <class Node>
std::span<const Node* const> ConfigTree::keep(const std::vector<const Node*>& nodes) {
  if (nodes.empty()) {
    return {};
  }
  auto* const kept = std::pmr::polymorphic_allocator<>(arena_).allocate_object<const Node*>(nodes.size());
  std::copy(nodes.begin(), nodes.end(), kept);
  return {kept, nodes.size()};
}

const Expr* ConfigTree::string(std::string_view text, Span span) {
  Expr* const expr = make<Expr>();
  expr->kind = ExprKind::string;
  expr->span = span;
  if (!text.empty()) {
    Expr* const piece = make<Expr>();
    piece->kind = ExprKind::piece;
    piece->span = span;
    piece->text = text;
    expr->kids = keep<Expr>({piece});
  }
  return expr;
}

const Expr* ConfigTree::integer(std::int64_t number, Span span) {
  Expr* const expr = make<Expr>();
  expr->kind = ExprKind::integer;
  expr->span = span;
  expr->integer = number;
  return expr;
}

const Expr* ConfigTree::list(const std::vector<const Expr*>& items, Span span) {
  Expr* const expr = make<Expr>();
  expr->kind = ExprKind::list;
  expr->span = span;
  expr->kids = keep(items);
  return expr;
}

const Expr* ConfigTree::call(std::string_view function, const std::vector<const Expr*>& arguments, Span span) {
  Expr* const expr = make<Expr>();
  expr->kind = ExprKind::call;
  expr->span = span;
  expr->name_span = span;
  expr->text = function;
  expr->kids = keep(arguments);
  return expr;
}

const Expr* ConfigTree::scalar(const Document& node) {
  const ScalarKind kind = resolve(node);
  if (kind == ScalarKind::integer || kind == ScalarKind::floating) report_base_60(node, diags_);
  if (kind == ScalarKind::integer) {
    const auto number = yaml_integer(node.text);
    if (!number) {
      diags_.report(codes::config_integer, node.span, node.text);
    }
    return integer(number.value_or(0), node.span);
  }
  if (kind == ScalarKind::null || kind == ScalarKind::boolean || kind == ScalarKind::floating) {
    Expr* const expr = make<Expr>();
    expr->span = node.span;
    if (kind == ScalarKind::boolean) {
      expr->kind = ExprKind::boolean;
      expr->integer = yaml_boolean(node.text) ? 1 : 0;
    } else if (kind == ScalarKind::floating) {
      expr->kind = ExprKind::floating;
      expr->floating = yaml_floating(node.text);
    }
    return expr;
  }
  return string(node.text, node.span);
}

const Expr* ConfigTree::map(const Document& node) {
  std::vector<const Expr*> entries;
  for (const Document::Entry& entry : node.entries) {
    Expr* const made = make<Expr>();
    made->kind = ExprKind::entry;
    made->span = join(entry.key_span, entry.value.span);
    made->kids = keep<Expr>({string(entry.key, entry.key_span), value(entry.value)});
    entries.push_back(made);
  }
  Expr* const expr = make<Expr>();
  expr->kind = ExprKind::map;
  expr->span = node.span;
  expr->kids = keep(entries);
  return expr;
}

const Expr* ConfigTree::value(const Document& node) {
  if (node.kind == Document::Kind::scalar) {
    return scalar(node);
  }
  if (node.kind == Document::Kind::mapping) {
    return map(node);
  }
  std::vector<const Expr*> items;
  for (const Document& item : node.items) {
    items.push_back(value(item));
  }
  return list(items, node.span);
}

const Statement* ConfigTree::assign(std::string_view name, Span name_span, const Expr* value) {
  Statement* const statement = make<Statement>();
  statement->name = name;
  statement->name_span = name_span;
  statement->span = value->span;
  statement->value = value;
  return statement;
}

const Statement* ConfigTree::block(std::string_view name, Span name_span, const Statements& statements, Span span,
                                   const Expr* count) {
  Statement* const statement = make<Statement>();
  statement->kind = StatementKind::block;
  statement->name = name;
  statement->name_span = name_span;
  statement->span = span;
  statement->value = count;
  statement->body = body(statements, span);
  return statement;
}

const Statement* ConfigTree::entry(const Document::Entry& entry) {
  if (entry.value.kind == Document::Kind::mapping) {
    return block(entry.key, entry.key_span, entries(entry.value), entry.value.span);
  }
  return assign(entry.key, entry.key_span, value(entry.value));
}

Statements ConfigTree::entries(const Document& map) {
  Statements statements;
  statements.reserve(map.entries.size());
  for (const Document::Entry& each : map.entries) {
    statements.push_back(entry(each));
  }
  return statements;
}

const syntax::Body* ConfigTree::body(const Statements& statements, Span span) {
  auto* const made = make<syntax::Body>();
  made->span = span;
  made->statements = keep(statements);
  return made;
}

bool ConfigTree::expect_map(const Document& node, std::string_view what) {
  if (node.kind == Document::Kind::mapping) {
    return true;
  }
  if (!is_null(node)) {
    report_kind(diags_, node, what, "a map");
  }
  return false;
}

std::string_view kind_of(const Document& node) {
  if (node.kind == Document::Kind::mapping) {
    return "a map";
  }
  if (node.kind == Document::Kind::sequence) {
    return "a list";
  }
  switch (resolve(node)) {
    case ScalarKind::null:
      return "null";
    case ScalarKind::boolean:
      return "a bool";
    case ScalarKind::integer:
    case ScalarKind::floating:
      return "a number";
    default:
      return "a text";
  }
}

void report_kind(Diagnostics& diags, const Document& node, std::string_view what, std::string_view wanted) {
  diags.report(codes::config_kind, node.span, what, wanted, kind_of(node));
}

void expect_text(const Document& map, std::string_view key, std::string_view what, Diagnostics& diags) {
  const Document* const node = map.find(key);
  if (node != nullptr && node->kind != Document::Kind::scalar) report_kind(diags, *node, what, "a text");
}

bool is_null(const Document& node) { return node.kind == Document::Kind::scalar && resolve(node) == ScalarKind::null; }

Span part_of(const Document& scalar, std::string_view text, std::string_view part) {
  const bool quoted = scalar.style == ScalarStyle::quoted_single || scalar.style == ScalarStyle::quoted_double;
  const std::size_t quotes = quoted ? 2 : 0;
  if (scalar.span.end - scalar.span.begin != text.size() + quotes) {
    return scalar.span;
  }
  const auto begin =
      scalar.span.begin + static_cast<std::uint32_t>(static_cast<std::size_t>(part.data() - text.data()) + quotes / 2);
  return {scalar.span.file, begin, begin + static_cast<std::uint32_t>(part.size())};
}

const Document::Entry* misspelt(const Document& map, std::string_view key, std::span<const std::string_view> known) {
  const auto found = std::find_if(map.entries.begin(), map.entries.end(), [&](const Document::Entry& entry) {
    // A known key is the nearest to itself.
    return std::find(known.begin(), known.end(), entry.key) == known.end() && nearest(entry.key, known) == key;
  });
  return found == map.entries.end() ? nullptr : &*found;
}

const std::string* string_of(const Document* node) {
  const bool text = node != nullptr && node->kind == Document::Kind::scalar && resolve(*node) == ScalarKind::string;
  return text ? &node->text : nullptr;
}

}  // namespace perfc
