// What an expression comes to. The type that is expected travels inwards: it decides what a bare word means.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using schema::Type;
using schema::TypeKind;
using syntax::Expr;
using syntax::ExprKind;

constexpr std::size_t kLongestList = 100'000;

bool is_member(const Type* expected, std::string_view word) {
  if (expected == nullptr) return false;
  if (expected->kind == TypeKind::enumeration) return schema::is_member(*expected, word);
  return std::any_of(expected->alternatives.begin(), expected->alternatives.end(),
                     [word](const Type* alternative) { return is_member(alternative, word); });
}

const Type* alternative(const Type* expected, TypeKind kind) {
  if (expected == nullptr || expected->kind == kind) return expected;
  for (const Type* candidate : expected->alternatives) {
    if (const Type* found = alternative(candidate, kind); found != nullptr && found->kind == kind) return found;
  }
  return nullptr;
}

[[gnu::noinline]] Value word(Context& context, const Expr& expr, const Scope& scope, const Type* expected) {
  const auto placed = [&expr](const Value& found) {
    Value value = found;
    value.span = expr.span;
    return value;
  };
  if (is_member(expected, expr.text)) {
    const Value* variable = find_variable(context, expr.text, scope, false);
    return variable != nullptr ? placed(*variable) : Value{Symbol{std::string(expr.text)}, expr.span};
  }
  if (const Value* variable = find_variable(context, expr.text, scope, true)) return placed(*variable);
  // Not known yet: what it means is decided where it is used.
  return {Symbol{std::string(expr.text)}, expr.span};
}

Text as_text(const Value& value) {
  if (const auto* text = value.get<Text>()) return *text;
  if (const auto* symbol = value.get<Symbol>()) return Text(symbol->name);
  if (const auto* integer = value.get<std::int64_t>()) return Text(fmt::format("{}", *integer));
  if (const auto* number = value.get<Floating>()) return Text(fmt::format("{}", number->value));
  return Text(*value.get<bool>() ? "true" : "false");
}

[[gnu::noinline]] Value string(Context& context, const Expr& expr, const Scope& scope) {
  Text text;
  bool known = true;
  for (const Expr* kid : expr.kids) {
    if (kid->kind == ExprKind::piece) {
      text += Text(std::string(kid->text));
      continue;
    }
    Value value = evaluate(context, *kid, scope, nullptr);
    if (is_bad(value)) return value;
    if (is_unknown(value)) {
      known = false;
      continue;
    }
    const bool symbol = value.get<Symbol>() != nullptr;
    if (symbol && kid->kind == ExprKind::word && find_variable(context, kid->text, scope, true) == nullptr) {
      context.diags.report(codes::unknown_name, kid->span, kid->text)
          .advise(fmt::format(
              "write \\${{ for a literal '${{', or ${{env(\"{}\")}} for a variable of the running script", kid->text));
      return context.bad(expr.span);
    }
    if (!symbol && value.get<Text>() == nullptr && value.get<std::int64_t>() == nullptr &&
        value.get<Floating>() == nullptr && value.get<bool>() == nullptr) {
      context.diags.report(codes::wrong_type, kid->span, "a string or a number inside a string",
                           describe(context, value));
      return context.bad(expr.span);
    }
    text += as_text(value);
  }
  if (!known) return context.unknown(schema::simple(TypeKind::text), expr.span);
  return {std::move(text), expr.span};
}

[[gnu::noinline]] Value list(Context& context, const Expr& expr, const Scope& scope, const Type* expected) {
  const Type* whole = alternative(expected, TypeKind::list);
  const Type* element = whole != nullptr ? whole->element : nullptr;
  List out;
  out.reserve(expr.kids.size());
  bool failed = false;
  for (const Expr* kid : expr.kids) {
    Value value = evaluate(context, *kid, scope, element);
    failed = failed || is_bad(value);
    out.push_back(std::move(value));
  }
  if (failed) return context.bad(expr.span);
  return {std::make_shared<const List>(std::move(out)), expr.span};
}

[[gnu::noinline]] Value map(Context& context, const Expr& expr, const Scope& scope, const Type* expected) {
  const Type* whole = alternative(expected, TypeKind::map);
  const Type* element = whole != nullptr ? whole->element : nullptr;
  auto out = std::make_shared<Record>();
  for (const Expr* entry : expr.kids) {
    const Expr& key = *entry->kids[0];
    const Value name =
        key.kind == ExprKind::word ? Value{Text(std::string(key.text)), key.span} : string(context, key, scope);
    Value value = evaluate(context, *entry->kids[1], scope, element);
    if (is_bad(name) || is_bad(value)) return context.bad(expr.span);
    if (is_unknown(name)) continue;
    std::string spelt = name.get<Text>()->display();
    if (const Field* before = out->find(spelt); before != nullptr) {
      context.diags.report(codes::duplicate_field, key.span, spelt).note(before->name_span, "first written here");
      return context.bad(expr.span);
    }
    out->fields.push_back({std::move(spelt), std::move(value), key.span});
  }
  return {std::shared_ptr<const Record>(std::move(out)), expr.span};
}

[[gnu::noinline]] Value member(Context& context, const Expr& expr, const Scope& scope) {
  const Expr& left = *expr.kids[0];
  Value whole = evaluate(context, left, scope, nullptr);
  if (is_bad(whole)) return whole;
  if (is_unknown(whole)) return context.unknown(nullptr, expr.span);
  if (const auto* symbol = whole.get<Symbol>(); symbol != nullptr && left.kind == ExprKind::word) {
    // `oci_gb200.gpus_per_node`: a declaration of whichever kind has that name.
    for (const auto& kind : schema::kinds()) {
      if (kind.name == "schema") continue;
      Entity* entity = find_entity(context, kind.name, symbol->name, scope, left.span);
      if (entity == nullptr) continue;
      Instance* instance = instantiate(context, *entity, nullptr, scope, left.span);
      if (instance == nullptr) return context.bad(expr.span);
      whole.data = static_cast<const Opaque*>(instance);
      break;
    }
  }
  Object* object = nullptr;
  if (const auto* instance = opaque<Instance>(whole)) {
    object = &object_of(context, const_cast<Instance&>(*instance));
  } else if (const auto* nested = opaque<Object>(whole)) {
    object = const_cast<Object*>(nested);
  }
  if (object != nullptr) {
    if (Slot* slot = object->find(expr.text)) {
      Value value = force(context, *object, *slot);
      value.span = expr.span;
      return value;
    }
  } else if (whole.record() != nullptr) {
    if (const Field* field = whole.record()->find(expr.text)) return {field->value.data, expr.span};
  } else if (const auto* symbol = whole.get<Symbol>()) {
    report_unknown_word(context, left, symbol->name, scope);
    return context.bad(expr.span);
  }
  Diagnostic& diagnostic = context.diags.report(codes::unknown_member, expr.name_span,
                                                object != nullptr ? object->what : describe(context, whole), expr.text);
  std::vector<std::string_view> names;
  if (object != nullptr) {
    for (const Slot& slot : object->slots) names.push_back(slot.name);
  } else if (const Record* record = whole.record()) {
    for (const Field& field : record->fields) names.emplace_back(field.name);
  }
  suggest(context, diagnostic, expr.name_span, expr.text, names);
  return context.bad(expr.span);
}

[[gnu::noinline]] Value index(Context& context, const Expr& expr, const Scope& scope) {
  const Value whole = finish(context, evaluate(context, *expr.kids[0], scope, nullptr));
  const Value at = evaluate(context, *expr.kids[1], scope, nullptr);
  if (is_bad(whole) || is_bad(at)) return context.bad(expr.span);
  if (is_unknown(whole) || is_unknown(at)) return context.unknown(nullptr, expr.span);
  if (whole.list() != nullptr && at.get<std::int64_t>() != nullptr) {
    const auto size = static_cast<std::int64_t>(whole.list()->size());
    const std::int64_t place = *at.get<std::int64_t>();
    if (place >= 0 && place < size) return {(*whole.list())[static_cast<std::size_t>(place)].data, expr.span};
    context.diags
        .report(codes::bad_index, expr.kids[1]->span, fmt::format("{}", place), fmt::format("a list of {}", size))
        .advise("elements are counted from 0");
    return context.bad(expr.span);
  }
  if (whole.record() != nullptr && at.get<Text>() != nullptr) {
    const std::string key = at.get<Text>()->display();
    if (const Field* field = whole.record()->find(key)) return {field->value.data, expr.span};
    context.diags.report(codes::bad_index, expr.kids[1]->span, fmt::format("\"{}\"", key), "this map");
    return context.bad(expr.span);
  }
  context.diags.report(codes::wrong_type, expr.span, "a list with an integer, or a map with a string, in [ ]",
                       describe(context, whole));
  return context.bad(expr.span);
}

[[gnu::noinline]] Value comprehension(Context& context, const Expr& expr, const Scope& scope, const Type* expected) {
  const std::optional<List> over =
      elements(context, evaluate(context, *expr.kids[1], scope, nullptr), expr.kids[1]->span, scope);
  const Type* whole = alternative(expected, TypeKind::list);
  const Type* type = whole != nullptr ? whole->element : nullptr;
  Scope& inner = context.scopes.emplace_back();
  inner.parent = &scope;
  inner.bindings.push_back({expr.text, {}});
  List out;
  const auto one = [&](const Value& element) {
    inner.bindings.front().value = element;
    if (expr.kids.size() > 2 && condition(context, *expr.kids[2], inner) == false) return;
    out.push_back(evaluate(context, *expr.kids[0], inner, type));
  };
  if (!over) {
    one(context.unknown(nullptr, expr.span));
    return context.unknown(whole, expr.span);
  }
  for (const Value& element : *over) {
    one(element);
    if (!out.empty() && is_bad(out.back())) return context.bad(expr.span);
  }
  return {std::make_shared<const List>(std::move(out)), expr.span};
}

[[gnu::noinline]] Value conditional(Context& context, const Expr& expr, const Scope& scope, const Type* expected) {
  const std::size_t before = context.diags.errors();
  const std::optional<bool> holds = condition(context, *expr.kids[1], scope);
  if (!holds) {
    if (context.diags.errors() > before) return context.bad(expr.span);
    const Value left = evaluate(context, *expr.kids[0], scope, expected);
    const Value right = evaluate(context, *expr.kids[2], scope, expected);
    return is_bad(left) || is_bad(right) ? context.bad(expr.span) : context.unknown(expected, expr.span);
  }
  return evaluate(context, *expr.kids[*holds ? 0 : 2], scope, expected);
}

[[gnu::noinline]] Value logical(Context& context, const Expr& expr, const Scope& scope) {
  const std::optional<bool> left = condition(context, *expr.kids[0], scope);
  if (left && *left == (expr.op == syntax::Op::logical_or)) return {*left, expr.span};
  const std::optional<bool> right = condition(context, *expr.kids[1], scope);
  if (!left || !right) return context.unknown(nullptr, expr.span);
  return {*right, expr.span};
}

[[gnu::noinline]] Value binary(Context& context, const Expr& expr, const Scope& scope) {
  if (expr.op == syntax::Op::logical_and || expr.op == syntax::Op::logical_or) return logical(context, expr, scope);
  const Value left = finish(context, evaluate(context, *expr.kids[0], scope, nullptr));
  const Value right = finish(context, evaluate(context, *expr.kids[1], scope, nullptr));
  if (is_bad(left) || is_bad(right)) return context.bad(expr.span);
  if (is_unknown(left) || is_unknown(right)) return context.unknown(nullptr, expr.span);
  return apply(context, expr, left, right, scope);
}

[[gnu::noinline]] Value unary(Context& context, const Expr& expr, const Scope& scope) {
  if (expr.op == syntax::Op::logical_not) {
    const std::optional<bool> holds = condition(context, *expr.kids[0], scope);
    return holds ? Value{!*holds, expr.span} : context.unknown(nullptr, expr.span);
  }
  Value operand = evaluate(context, *expr.kids[0], scope, nullptr);
  if (is_bad(operand)) return operand;
  return is_unknown(operand) ? context.unknown(nullptr, expr.span) : negate(context, expr, operand, scope);
}

// The functions above are not to be inlined here: a deep expression would take the stack of all of them at each step.
Value raw(Context& context, const Expr& expr, const Scope& scope, const Type* expected) {
  switch (expr.kind) {
    case ExprKind::null:
      return {Null{}, expr.span};
    case ExprKind::boolean:
      return {expr.integer != 0, expr.span};
    case ExprKind::integer:
      return {expr.integer, expr.span};
    case ExprKind::floating:
      return {Floating(expr.floating, context.sources.text(expr.span)), expr.span};
    case ExprKind::duration:
      return {Duration{expr.integer}, expr.span};
    case ExprKind::bytes:
      return {Bytes{expr.integer}, expr.span};
    case ExprKind::percent:
      return {Percent{expr.floating}, expr.span};
    case ExprKind::piece:
    case ExprKind::string:
      return string(context, expr, scope);
    case ExprKind::word:
      return word(context, expr, scope, expected);
    case ExprKind::list:
      return list(context, expr, scope, expected);
    case ExprKind::map:
    case ExprKind::entry:
      return map(context, expr, scope, expected);
    case ExprKind::call:
      return call(context, expr, scope, expected);
    case ExprKind::named:
      return evaluate(context, *expr.kids[0], scope, expected);
    case ExprKind::member:
      return member(context, expr, scope);
    case ExprKind::index:
      return index(context, expr, scope);
    case ExprKind::unary:
      return unary(context, expr, scope);
    case ExprKind::binary:
      return binary(context, expr, scope);
    case ExprKind::conditional:
      return conditional(context, expr, scope, expected);
    case ExprKind::comprehension:
      return comprehension(context, expr, scope, expected);
  }
  return context.bad(expr.span);
}

}  // namespace

Value evaluate(Context& context, const Expr& expr, const Scope& scope, const Type* expected) {
  if (context.depth >= kHighest) {
    // Once: its siblings are as deep, and so is the rest of a long chain, which is looked at next.
    if (!context.too_deep) context.diags.report(codes::deep_values, expr.span, kHighest);
    context.too_deep = true;
    return context.bad(expr.span);
  }
  ++context.depth;
  Value value = raw(context, expr, scope, expected);
  --context.depth;
  return expected != nullptr ? coerce(context, std::move(value), *expected, scope) : value;
}

std::optional<bool> condition(Context& context, const Expr& expr, const Scope& scope) {
  const Value value = evaluate(context, expr, scope, nullptr);
  if (is_bad(value) || is_unknown(value)) return std::nullopt;
  if (const auto* holds = value.get<bool>()) return *holds;
  if (const auto* symbol = value.get<Symbol>(); symbol != nullptr && expr.kind == ExprKind::word) {
    report_unknown_word(context, expr, symbol->name, scope);
  } else if (const auto* text = value.get<Text>(); text != nullptr && !text->empty() && !text->literal()) {
    context.diags.report(codes::run_time_value, expr.span, run_time_words(*text), "a condition");
  } else {
    context.diags.report(codes::wrong_type, expr.span, "true or false", describe(context, value));
  }
  return std::nullopt;
}

std::optional<List> elements(Context& context, const Value& value, Span span, const Scope& scope) {
  if (is_bad(value) || is_unknown(value)) return std::nullopt;
  const Value whole = finish(context, value);
  if (const List* list = whole.list()) {
    if (list->size() <= kLongestList) return *list;
    context.diags.report(codes::list_too_long, span, fmt::format("{}", list->size()), fmt::format("{}", kLongestList));
    return std::nullopt;
  }
  if (const Record* record = whole.record()) {
    List keys;
    for (const Field& field : record->fields) keys.push_back({Text(field.name), field.name_span});
    return keys;
  }
  if (const auto* symbol = value.get<Symbol>()) {
    report_unknown_name(context, span, symbol->name, scope);
  } else {
    context.diags.report(codes::not_iterable, span, describe(context, whole));
  }
  return std::nullopt;
}

}  // namespace perfc::check
