// Types as written, and the options of an engine: a `schema` declaration becomes a record type.
#include <fmt/format.h>

#include <array>

#include "compiler/check/standard.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using schema::RecordType;
using schema::Type;
using schema::TypeKind;
using syntax::TypeExpr;

struct TypeName {
  std::string_view name;
  TypeKind kind;
};
constexpr std::array<TypeName, 14> kNames = {{{"any", TypeKind::any},
                                              {"null", TypeKind::null},
                                              {"bool", TypeKind::boolean},
                                              {"int", TypeKind::integer},
                                              {"float", TypeKind::floating},
                                              {"string", TypeKind::string},
                                              {"text", TypeKind::text},
                                              {"duration", TypeKind::duration},
                                              {"bytes", TypeKind::bytes},
                                              {"enum", TypeKind::enumeration},
                                              {"any_case", TypeKind::enumeration},
                                              {"list", TypeKind::list},
                                              {"map", TypeKind::map},
                                              {"block", TypeKind::record}}};

std::optional<double> bound(Context& context, const syntax::Expr* expr, const Scope& scope) {
  if (expr == nullptr) return std::nullopt;
  const Value value = evaluate(context, *expr, scope, schema::simple(schema::TypeKind::floating));
  if (is_bad(value) || is_unknown(value)) return std::nullopt;
  double out = 0;
  schema::assign(out, value);
  return out;
}

std::vector<std::string> members(const TypeExpr& type) {
  std::vector<std::string> out;
  for (const syntax::Expr* word : type.words) {
    if (word->kind == syntax::ExprKind::string && !word->kids.empty()) {
      out.emplace_back(word->kids[0]->text);
    } else {
      out.emplace_back(word->text);
    }
  }
  return out;
}

void fill(Context& context, RecordType& record, const syntax::Body& body, const Scope& scope);

// One alternative of a type, without its `?` and what follows its `|`.
Type single(Context& context, const TypeExpr& written, const syntax::Body* body, const Scope& scope,
            std::string_view what) {
  Type type;
  for (const TypeName& name : kNames) {
    if (name.name == written.name) {
      type.kind = name.kind;
      if (type.kind == TypeKind::integer || type.kind == TypeKind::floating) {
        type.least = bound(context, written.least, scope);
        type.most = bound(context, written.most, scope);
      } else if (type.kind == TypeKind::enumeration) {
        type.members = members(written);
        type.any_case = written.name == "any_case";
      } else if (type.kind == TypeKind::list || type.kind == TypeKind::map) {
        type.element = written.arguments.empty() ? schema::simple(TypeKind::any)
                                                 : make_type(context, *written.arguments[0], nullptr, scope, what);
      } else if (type.kind == TypeKind::record) {
        RecordType* record = context.types.record(std::string(what));
        record->extra = true;
        if (body != nullptr) fill(context, *record, *body, scope);
        record->add(
            {"extra", context.types.map(schema::simple(TypeKind::any)), "options that no schema knows", "", ""});
        type.record = record;
      }
      return type;
    }
  }
  if (schema::is_kind(written.name)) {
    type.kind = TypeKind::reference;
    type.declaration = written.name;
    return type;
  }
  Diagnostic& diagnostic = context.diags.report(codes::unknown_type, written.span, written.name);
  std::vector<std::string_view> names;
  names.reserve(kNames.size() + schema::kinds().size());
  for (const TypeName& name : kNames) names.push_back(name.name);
  for (const auto& kind : schema::kinds()) names.push_back(kind.name);
  suggest(context, diagnostic, written.span, written.name, names);
  return type;
}

void fill(Context& context, RecordType& record, const syntax::Body& body, const Scope& scope) {
  for (const syntax::Statement* statement : body.statements) {
    if (statement->kind != syntax::StatementKind::option) {
      context.diags.report(codes::bad_statement, statement->span, "this statement", "a schema")
          .advise("write the option's type: name: int(1..)");
      continue;
    }
    schema::FieldType field;
    field.name = statement->name;
    field.doc = statement->doc;
    if (statement->type != nullptr) {
      field.type = make_type(context, *statement->type, statement->body, scope, statement->name);
    } else if (statement->body != nullptr) {
      static const TypeExpr block = [] {
        TypeExpr made;
        made.name = "block";
        return made;
      }();
      field.type = make_type(context, block, statement->body, scope, statement->name);
    } else {
      context.diags.report(codes::bad_statement, statement->span, "an option without a type", "a schema");
      continue;
    }
    if (statement->value != nullptr) field.fallback = context.sources.text(statement->value->span);
    record.add(std::move(field));
  }
}

}  // namespace

const Type* make_type(Context& context, const TypeExpr& written, const syntax::Body* body, const Scope& scope,
                      std::string_view what) {
  if (written.next == nullptr && !written.optional)
    return context.types.add(single(context, written, body, scope, what));
  Type whole;
  whole.kind = TypeKind::one_of;
  bool null = false;
  for (const TypeExpr* part = &written; part != nullptr; part = part->next) {
    whole.alternatives.push_back(context.types.add(single(context, *part, body, scope, what)));
    null = null || part->optional;
  }
  if (null) whole.alternatives.push_back(schema::simple(TypeKind::null));
  return context.types.add(std::move(whole));
}

const RecordType* engine_of(Context& context, Entity& entity) {
  if (entity.state == State::done) return entity.engine;
  if (context.shared_engines != nullptr) {
    if (const RecordType* const shared = context.shared_engines->options(*entity.node)) return shared;
  }
  if (entity.state == State::running) {
    context.diags.report(codes::cyclic_base, entity.node->name_span, "schema", entity.node->name);
    return nullptr;
  }
  entity.state = State::running;
  RecordType* record = context.types.record(fmt::format("schema '{}'", entity.node->name));
  if (entity.node->base != nullptr) {
    const Value base = evaluate(context, *entity.node->base, entity.module->scope, schema::reference("schema"));
    if (const auto* instance = opaque<Instance>(base)) {
      if (const RecordType* inherited = engine_of(context, *instance->entity)) {
        for (const schema::FieldType& field : inherited->fields) record->add(field);
      }
    }
  }
  if (entity.node->body != nullptr) fill(context, *record, *entity.node->body, entity.module->scope);
  entity.engine = record;
  entity.state = State::done;
  return record;
}

}  // namespace perfc::check
