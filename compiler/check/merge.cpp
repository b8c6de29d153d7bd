// What a field comes to when several bodies say something about it: scalars and lists replace, blocks and maps merge,
// `+=` appends, `unset` removes.
#include <fmt/format.h>

#include "compiler/base/ascii.hpp"
#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using schema::Type;
using schema::TypeKind;
using syntax::Statement;
using syntax::StatementKind;

constexpr std::string_view kRole = "role";

bool is_map_literal(const Statement& statement) {
  return statement.kind == StatementKind::assign && statement.value->kind == syntax::ExprKind::map;
}

bool merges(const Statement& statement) { return statement.kind == StatementKind::block || is_map_literal(statement); }

// Whatever was said before it, the field is what the statement says.
bool replaces(const Statement& statement) {
  return statement.kind != StatementKind::append && statement.kind != StatementKind::unset && !merges(statement);
}

// A map literal as a body, so that it merges like a block.
const syntax::Body& as_body(Context& context, const syntax::Expr& literal) {
  auto& list = context.statement_lists.emplace_back();
  for (const syntax::Expr* entry : literal.kids) {
    Statement& statement = context.statements.emplace_back();
    const syntax::Expr& key = *entry->kids[0];
    statement.kind = StatementKind::assign;
    statement.span = entry->span;
    statement.name_span = key.span;
    statement.value = entry->kids[1];
    if (key.kind == syntax::ExprKind::word) {
      statement.name = key.text;
    } else if (key.kids.empty()) {
      statement.name = "";
    } else if (key.kids.size() == 1 && key.kids[0]->kind == syntax::ExprKind::piece) {
      statement.name = key.kids[0]->text;
    } else {
      statement.key = &key;
    }
    list.push_back(&statement);
  }
  syntax::Body& body = context.bodies.emplace_back();
  body.span = literal.span;
  body.statements = list;
  return body;
}

const syntax::Body& body_of(Context& context, const Statement& statement) {
  return statement.kind == StatementKind::block ? *statement.body : as_body(context, *statement.value);
}

const Type* type_of(const Object& object, const Slot& slot) {
  if (slot.field != nullptr) return slot.field->type;
  return object.type == nullptr ? object.element : nullptr;
}

Value evaluate_definition(Context& context, const Definition& definition, const Type* type) {
  const Statement& statement = *definition.statement;
  if (statement.value == nullptr) {  // a flag
    const Value value{true, statement.name_span};
    return type != nullptr ? coerce(context, value, *type, *definition.scope) : value;
  }
  return evaluate(context, *statement.value, *definition.scope, type);
}

// The definitions that count, last replacing one first; `base` is its index, or npos when all of them merge.
struct Relevant {
  std::size_t first = 0;
  std::optional<std::size_t> replacing;
};
Relevant relevant(const Definitions& definitions, bool mergeable) {
  Relevant out;
  for (std::size_t i = definitions.size(); i-- > 0;) {
    const Statement& statement = *definitions[i].statement;
    if (statement.kind == StatementKind::append || (mergeable && merges(statement))) continue;
    out.first = i + 1;
    if (statement.kind != StatementKind::unset) out.replacing = i;
    return out;
  }
  return out;
}

Value appended(Context& context, const Slot& slot, const Type* type, const Relevant& range, const Value& base) {
  List list;
  if (const List* start = base.list()) list = *start;
  bool unknown = is_unknown(base);
  for (std::size_t i = range.first; i < slot.definitions.size(); ++i) {
    Value more = evaluate_definition(context, slot.definitions[i], type);
    if (is_bad(more)) return more;
    unknown = unknown || is_unknown(more);
    if (const List* items = more.list()) {
      list.insert(list.end(), items->begin(), items->end());
    } else if (!is_unknown(more)) {
      context.diags.report(codes::wrong_type, more.span, "a list after '+='", describe(context, more));
      return context.bad(more.span);
    }
  }
  const Span span = slot.definitions.back().statement->span;
  return unknown ? context.unknown(type, span) : Value{std::make_shared<const List>(std::move(list)), span};
}

// A topology's own load may start from a benchmark; another block has no declarations that it could start from.
bool takes_base(const Context& context, const schema::RecordType* record) {
  return record != nullptr && record == context.tables.benchmark;
}

bool refuse_bases(Context& context, const Slot& slot) {
  bool good = true;
  for (const Definition& definition : slot.definitions) {
    if (definition.statement->base == nullptr) continue;
    context.diags
        .report(codes::bad_statement, definition.statement->base->span, "a base",
                fmt::format("the head of '{}'", slot.name))
        .advise("of the blocks only roles (from a worker) and a topology's benchmark start from a declaration");
    good = false;
  }
  return good;
}

Value merged_block(Context& context, const Slot& slot, const schema::RecordType& record, const Relevant& range,
                   const Value& base) {
  ObjectSpec spec;
  spec.type = &record;
  spec.what = record.what == "container" || record.what == "readiness" || record.what == "router" ||
                      record.what == "expect" || record.what == "benchmark"
                  ? record.what
                  : std::string(slot.name);
  spec.span = slot.name_span;
  if (const auto* start = opaque<Object>(base)) spec.layers = start->layers;
  bool incomplete = false;
  for (std::size_t i = range.first; i < slot.definitions.size(); ++i) {
    const Definition& definition = slot.definitions[i];
    if (definition.statement->value != nullptr && definition.statement->kind == StatementKind::block) {
      context.diags.report(codes::bad_statement, definition.statement->value->span, "a number",
                           fmt::format("the head of '{}'", slot.name));
    }
    const syntax::Expr* const start = definition.statement->base;
    if (start != nullptr && !collect_layers(context, start, "benchmark", *definition.scope, spec.layers))
      incomplete = true;
    spec.layers.push_back({&body_of(context, *definition.statement), definition.scope, definition.foreign, nullptr});
  }
  Object& made = make_object(context, std::move(spec));
  made.incomplete = made.incomplete || incomplete;
  return {static_cast<const Opaque*>(&made), slot.definitions.back().statement->span};
}

// Variables on top of a text: appended as further words, where the later one wins.
Value onto_text(const Text& text, const Record& more, Span span) {
  Text out = text;
  for (const Field& field : more.fields) {
    std::vector<std::pair<std::string, Text>> one;
    Record single;
    single.fields.push_back(field);
    schema::assign(one, {std::make_shared<const Record>(single), field.value.span});
    std::string quoted;
    for (const char c : one.front().second.display()) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    const bool plain = quoted.find_first_of(" \t\n\"'$`\\*?[;&|<>(){}~!#") == std::string::npos;
    out += Text((out.empty() ? "" : " ") + field.name + "=" + (plain ? quoted : "'" + quoted + "'"));
  }
  return {std::move(out), span};
}

Value merged_map(Context& context, Object& object, const Slot& slot, const Type* type, const Relevant& range,
                 const Value& base) {
  const Type* element = nullptr;
  if (type != nullptr && type->kind == TypeKind::map) element = type->element;
  bool variables = false;
  if (type != nullptr && type->kind == TypeKind::one_of) {
    for (const Type* alternative : type->alternatives) {
      if (alternative->kind == TypeKind::map) element = alternative->element;
    }
    variables = slot.name == "env" || slot.name == "client_env";
  }
  Record out;
  if (base.record() != nullptr) out = *base.record();
  Span span = slot.definitions.back().statement->span;
  for (std::size_t i = range.first; i < slot.definitions.size(); ++i) {
    const Definition& definition = slot.definitions[i];
    ObjectSpec spec;
    spec.element = element;
    spec.what = slot.name;
    spec.span = slot.name_span;
    spec.layers.push_back({&body_of(context, *definition.statement), definition.scope, definition.foreign, nullptr});
    Object& part = make_object(context, std::move(spec));
    for (Field& field : std::vector<Field>(finish(context, part)->fields)) {
      if ((variables || (slot.name == "env" && object.type == context.tables.harness)) && !is_identifier(field.name)) {
        context.diags.report(codes::bad_variable_name, field.name_span, field.name);
        continue;
      }
      bool replaced = false;
      for (Field& before : out.fields) {
        if (before.name != field.name) continue;
        before.value = field.value;
        replaced = true;
      }
      if (!replaced) out.fields.push_back(std::move(field));
    }
  }
  if (const auto* text = base.get<Text>()) return onto_text(*text, out, span);
  return {std::make_shared<const Record>(std::move(out)), span};
}

Value merged_role(Context& context, Object& object, const Slot& slot, const schema::RecordType& role) {
  ObjectSpec spec;
  spec.type = &role;
  spec.what = std::string(slot.name);
  spec.span = slot.name_span;
  std::optional<Value> count;
  bool incomplete = false;
  if (Slot* shared = object.find("cache_transceiver_config"); shared != nullptr && slot.name != "server") {
    for (Definition definition : shared->definitions) {
      definition.layer = 0;
      spec.prelude.emplace_back(shared->name, definition);
    }
  }
  for (const Definition& definition : slot.definitions) {
    const Statement& statement = *definition.statement;
    if (statement.kind != StatementKind::block) {
      context.diags.report(codes::wrong_type, statement.span, fmt::format("a block: {} ... {{ ... }}", slot.name),
                           "a value");
      continue;
    }
    if (statement.value != nullptr) {
      count = evaluate(context, *statement.value, *definition.scope, schema::simple(schema::TypeKind::integer));
      if (slot.name == "server") {
        context.diags.report(codes::wrong_roles, statement.value->span, "'server' is one server; it takes no number");
      }
    }
    if (statement.base != nullptr && !collect_layers(context, statement.base, "worker", *definition.scope, spec.layers))
      incomplete = true;
    spec.layers.push_back({statement.body, definition.scope, definition.foreign, nullptr, true});
  }
  Object& made = make_object(context, std::move(spec));
  made.count = count;
  made.incomplete = made.incomplete || incomplete;
  return {static_cast<const Opaque*>(&made), slot.name_span};
}

}  // namespace

Value merged(Context& context, Object& object, Slot& slot) {
  const Type* type = type_of(object, slot);
  const schema::RecordType* record = type != nullptr ? record_of(*type) : nullptr;
  if (slot.field != nullptr && record != nullptr && record->what == kRole)
    return merged_role(context, object, slot, *record);
  if (!takes_base(context, record) && !refuse_bases(context, slot)) return context.bad(slot.name_span);
  const Definition& last = slot.definitions.back();
  if (replaces(*last.statement)) return evaluate_definition(context, last, type);
  const bool map = type == nullptr || accepts(*type, TypeKind::map) || accepts(*type, TypeKind::any);
  const Relevant range = relevant(slot.definitions, record != nullptr || map);
  if (last.statement->kind == StatementKind::block && record == nullptr && !map) {
    context.diags.report(codes::wrong_type, last.statement->name_span, describe(*type), "a block");
    return context.bad(last.statement->span);
  }
  Value base{Null{}, {}};
  if (range.replacing) {
    base = evaluate_definition(context, slot.definitions[*range.replacing], type);
    if (range.first == slot.definitions.size() || is_bad(base)) return base;
  }
  if (range.first == slot.definitions.size()) return {Null{}, {}};  // unset
  if (last.statement->kind == StatementKind::append) return appended(context, slot, type, range, base);
  if (record != nullptr) return merged_block(context, slot, *record, range, base);
  return merged_map(context, object, slot, type, range, base);
}

const Value& force(Context& context, Object& object, Slot& slot) {
  if (slot.state == State::done) return slot.value;
  const Span span = slot.definitions.back().statement->name_span;
  if (slot.state == State::running || context.steps.size() > kDeepest) {
    if (slot.state == State::running) {
      report_cycle(context, {slot.name, span, &slot});
    } else {
      context.diags.report(codes::too_many_steps, span, slot.name, kDeepest);
    }
    slot.value = context.bad(span);
    slot.state = State::done;
    return slot.value;
  }
  slot.state = State::running;
  context.steps.push_back({slot.name, span, &slot});
  Value value = merged(context, object, slot);
  context.steps.pop_back();
  if (slot.state == State::running) slot.value = std::move(value);
  slot.state = State::done;
  return slot.value;
}

Value finish(Context& context, const Value& value) {
  if (const auto* object = opaque<Object>(value)) {
    return {finish(context, const_cast<Object&>(*object)), value.span};
  }
  if (const List* list = value.list()) {
    bool plain = true;
    for (const Value& element : *list)
      plain = plain && element.get<const Opaque*>() == nullptr && element.list() == nullptr;
    if (plain) return value;
    List out;
    for (const Value& element : *list) out.push_back(finish(context, element));
    return {std::make_shared<const List>(std::move(out)), value.span};
  }
  return value;
}

std::shared_ptr<const Record> finish(Context& context, Object& object) {
  if (object.finished != nullptr) return object.finished;
  auto out = std::make_shared<Record>();
  out->fields.reserve(object.slots.size());
  for (Slot& slot : object.slots) {
    const Value& forced = force(context, object, slot);
    Value value = finish(context, forced);
    const auto* nested = opaque<Object>(forced);
    if (is_bad(value) || (nested != nullptr && (nested->faulty || nested->incomplete))) object.faulty = true;
    if (is_bad(value)) continue;
    if (slot.name == "extra" && object.type != nullptr && object.type->extra && value.record() != nullptr) {
      for (const Field& field : value.record()->fields) out->fields.push_back(field);
      continue;
    }
    out->fields.push_back({std::string(slot.name), std::move(value), slot.name_span});
  }
  return object.finished = std::move(out);
}

}  // namespace perfc::check
