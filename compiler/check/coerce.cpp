// A value where a type is expected. What fits is converted (a string to a member of an enumeration, an integer to a
// float); what does not is reported once, with what to write instead, and becomes poison.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using schema::Type;
using schema::TypeKind;

std::string quoted(const Text& text) {
  std::string shown = text.display();
  if (shown.size() > 60) shown = shown.substr(0, 57) + "...";
  return fmt::format("\"{}\"", shown);
}

// Whether the value has the type as it is, without conversions that need a scope. Elements are not looked at.
bool fits(const Value& value, const Type& type) {
  switch (type.kind) {
    case TypeKind::any:
      return true;
    case TypeKind::null:
      return value.is_null();
    case TypeKind::boolean:
      return value.get<bool>() != nullptr;
    case TypeKind::integer:
      return value.get<std::int64_t>() != nullptr;
    case TypeKind::floating:
      return value.get<std::int64_t>() != nullptr || value.get<Floating>() != nullptr;
    case TypeKind::string:
    case TypeKind::text:
      return value.get<Text>() != nullptr;
    case TypeKind::duration:
      return value.get<Duration>() != nullptr;
    case TypeKind::bytes:
      return value.get<Bytes>() != nullptr;
    case TypeKind::percent:
      return value.get<Percent>() != nullptr;
    case TypeKind::enumeration:
      return value.get<Symbol>() != nullptr || value.get<Text>() != nullptr;
    case TypeKind::list:
      return value.list() != nullptr;
    case TypeKind::map:
    case TypeKind::record:
      return value.record() != nullptr || opaque<Object>(value) != nullptr;
    case TypeKind::reference:
      return opaque<Instance>(value) != nullptr || value.get<Symbol>() != nullptr || value.get<Text>() != nullptr;
    case TypeKind::dataset:
      return value.record() != nullptr && value.record()->find("ratio") != nullptr;
    case TypeKind::one_of:
      return std::any_of(type.alternatives.begin(), type.alternatives.end(),
                         [&value](const Type* alternative) { return fits(value, *alternative); });
  }
  return false;
}

// The types of two templates' unknowns need not be equal, only possible.
bool may_fit(const Type* unknown, const Type& type) {
  if (unknown == nullptr || unknown->kind == TypeKind::any || type.kind == TypeKind::any) return true;
  if (type.kind == TypeKind::one_of) {
    return std::any_of(type.alternatives.begin(), type.alternatives.end(),
                       [unknown](const Type* alternative) { return may_fit(unknown, *alternative); });
  }
  const auto text_like = [](TypeKind kind) {
    return kind == TypeKind::string || kind == TypeKind::text || kind == TypeKind::enumeration ||
           kind == TypeKind::reference;
  };
  if (text_like(unknown->kind) && text_like(type.kind)) return true;
  if (unknown->kind == TypeKind::integer && type.kind == TypeKind::floating) return true;
  return unknown->kind == type.kind;
}

void report_run_time(Context& context, const Value& value) {
  context.diags.report(codes::run_time_value, value.span, run_time_words(*value.get<Text>()), "this field")
      .advise("write the value itself, or make it a param and give it with -D name=value");
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Words and texts that mean a value elsewhere; empty when there is nothing to say.
std::string other_spelling(const Value& value, const Type& type) {
  const auto* symbol = value.get<Symbol>();
  const Text* text = value.get<Text>();
  if (symbol != nullptr && accepts(type, TypeKind::boolean)) {
    if (symbol->name == "yes" || symbol->name == "on") return "write true";
    if (symbol->name == "no" || symbol->name == "off") return "write false";
  }
  if (text != nullptr && accepts(type, TypeKind::duration))
    return "write it as 90s, 30min, 4h or 1h30min, without quotes";
  if (accepts(type, TypeKind::dataset)) {
    if (symbol != nullptr && symbol->name == "random") return "write random(0.8)";
    if (text != nullptr && text->literal()) return fmt::format("write file(\"{}\")", text->str());
  }
  if (const auto* bytes = value.get<Bytes>(); bytes != nullptr && accepts(type, TypeKind::integer))
    return "a count has no unit; Ki, Mi and Gi multiply by powers of 1024: 16Ki";
  return {};
}

// Only what is written at its place is mended there: the value of a name may stand in several.
void mend_literal(Context& context, Diagnostic& diagnostic, const Value& value, std::string mended) {
  const std::string_view text = context.sources.text(value.span);
  const auto* symbol = value.get<Symbol>();
  const bool literal =
      symbol != nullptr ? text == symbol->name : !text.empty() && !is_letter(text[0]) && text[0] != '_';
  if (literal) diagnostic.mend(value.span, std::move(mended));
}

// "04:00:00", as Slurm has it, in our units; empty for anything else.
std::string clock_time(std::string_view text) {
  std::string out;
  for (const std::string_view unit : {"h", "min", "s"}) {
    const std::string_view digits = text.substr(0, text.find(':'));
    if (digits.empty() || digits.size() > 3 || !is_number(digits)) return {};
    const int number = std::stoi(std::string(digits));
    if (number > 0) out += fmt::format("{}{}", number, unit);
    text.remove_prefix(digits.size());
    if (unit != "s" && !text.starts_with(':')) return {};
    if (unit != "s") text.remove_prefix(1);
  }
  return text.empty() ? out : std::string();
}

// The fixes of other_spelling(), where there is one thing to write.
void mend_spelling(Context& context, Diagnostic& diagnostic, const Value& value, const Type& type) {
  const auto* symbol = value.get<Symbol>();
  const Text* text = value.get<Text>();
  if (symbol != nullptr && accepts(type, TypeKind::boolean)) {
    const bool holds = symbol->name == "yes" || symbol->name == "on";
    mend_literal(context, diagnostic, value, holds ? "true" : "false");
  } else if (text != nullptr && text->literal() && !text->empty() && accepts(type, TypeKind::duration) &&
             is_digit(text->str()[0]) && std::all_of(text->str().begin(), text->str().end(), is_word_character)) {
    mend_literal(context, diagnostic, value, text->str());
  } else if (text != nullptr && text->literal() && accepts(type, TypeKind::duration)) {
    if (std::string mended = clock_time(text->str()); !mended.empty())
      mend_literal(context, diagnostic, value, std::move(mended));
  } else if (value.get<Bytes>() != nullptr && accepts(type, TypeKind::integer)) {
    // 16KiB and 16Ki are the same number.
    const std::string_view written = context.sources.text(value.span);
    if (written.ends_with("iB") && !written.ends_with("TiB") && is_digit(written[0]))
      diagnostic.mend({value.span.file, value.span.end - 1, value.span.end}, "");
  } else if (symbol != nullptr && accepts(type, TypeKind::dataset)) {
    diagnostic.mend(value.span, "random(0.8)").unsafe();
  } else if (text != nullptr && text->literal() && accepts(type, TypeKind::dataset)) {
    mend_literal(context, diagnostic, value, fmt::format("file({})", context.sources.text(value.span)));
  }
}

Value wrong_type(Context& context, const Value& value, const Type& type) {
  if (const auto* text = value.get<Text>(); text != nullptr && !text->empty() && !text->literal()) {
    report_run_time(context, value);
    return context.bad(value.span);
  }
  const bool wants_duration = accepts(type, TypeKind::duration);
  const bool number = value.get<std::int64_t>() != nullptr || value.get<Floating>() != nullptr;
  if (number && (wants_duration || accepts(type, TypeKind::bytes))) {
    const std::string_view written = context.sources.text(value.span);
    context.diags.report(codes::missing_unit, value.span, std::string(written), describe(type))
        .advise(wants_duration ? fmt::format("write {0}s, {0}min or {0}h", written)
                               : fmt::format("write {0}GiB or {0}MiB", written))
        .mend(value.span, fmt::format("{}{}", written, wants_duration ? "s" : "GiB"))
        .unsafe();
    return context.bad(value.span);
  }
  Diagnostic& diagnostic =
      context.diags.report(codes::wrong_type, value.span, describe(type), describe(context, value));
  if (const auto* percent = value.get<Percent>(); percent != nullptr && accepts(type, TypeKind::floating)) {
    const std::string mended = fmt::format("{}", percent->value / 100);
    diagnostic.advise("write " + mended);
    mend_literal(context, diagnostic, value, mended);
    return context.bad(value.span);
  }
  if (const std::string spelling = other_spelling(value, type); !spelling.empty()) {
    diagnostic.advise(spelling);
    mend_spelling(context, diagnostic, value, type);
    return context.bad(value.span);
  }
  const auto takes_one = [&value](const Type* one) {
    return one->kind == TypeKind::list && fits(value, *one->element);
  };
  if (takes_one(&type) || std::any_of(type.alternatives.begin(), type.alternatives.end(), takes_one)) {
    const std::string mended = fmt::format("[{}]", context.sources.text(value.span));
    diagnostic.advise("write " + mended).mend(value.span, mended);
  } else if ((accepts(type, TypeKind::string) || accepts(type, TypeKind::text)) && value.get<Symbol>() != nullptr) {
    const std::string mended = fmt::format("\"{}\"", value.get<Symbol>()->name);
    diagnostic.advise("write " + mended);
    mend_literal(context, diagnostic, value, mended);
  } else if (const Text* text = value.get<Text>();
             text != nullptr && text->literal() && !text->empty() &&
             ((accepts(type, TypeKind::integer) && is_number(text->str())) ||
              (accepts(type, TypeKind::boolean) && (text->str() == "true" || text->str() == "false")))) {
    diagnostic.advise(fmt::format("write {} without the quotes", text->str()));
    mend_literal(context, diagnostic, value, text->str());
  }
  return context.bad(value.span);
}

bool in_range(Context& context, const Value& value, const Type& type, double number) {
  if ((!type.least || number >= *type.least) && (!type.most || number <= *type.most)) return true;
  const std::string_view written = context.sources.text(value.span);
  const auto* integer = value.get<std::int64_t>();
  const std::string shown = integer != nullptr ? fmt::format("{}", *integer) : fmt::format("{}", number);
  Diagnostic& diagnostic = context.diags.report(codes::out_of_range, value.span, shown, describe(type));
  if (written.find(shown) == std::string_view::npos && !written.empty() && written.size() < 60) {
    diagnostic.advise(fmt::format("{} comes to {}", written, shown));
  }
  return false;
}

Value to_member(Context& context, const Value& value, const Type& type) {
  std::string word;
  if (const auto* symbol = value.get<Symbol>()) {
    word = symbol->name;
  } else if (const Text& text = *value.get<Text>(); text.literal() || text.empty()) {
    word = text.empty() ? std::string() : text.str();
  } else {
    report_run_time(context, value);
    return context.bad(value.span);
  }
  if (schema::is_member(type, word)) return {Symbol{word}, value.span};
  Diagnostic& diagnostic = context.diags.report(codes::not_a_member, value.span, word, describe(type));
  suggest(context, diagnostic, value.span, word, {type.members.begin(), type.members.end()});
  return context.bad(value.span);
}

Value to_reference(Context& context, const Value& value, const Type& type, const Scope& scope) {
  if (const auto* instance = opaque<Instance>(value)) {
    if (instance->entity->node->kind == type.declaration) return value;
    context.diags
        .report(codes::wrong_type, value.span, describe(type),
                fmt::format("the {} '{}'", instance->entity->node->kind, instance->entity->node->name))
        .note(instance->entity->node->name_span, "declared here");
    return context.bad(value.span);
  }
  const auto* symbol = value.get<Symbol>();
  const std::string name = symbol != nullptr ? symbol->name : value.get<Text>()->display();
  Entity* entity = find_entity(context, type.declaration, name, scope, value.span);
  if (entity == nullptr) {
    report_unknown_entity(context, type.declaration, name, scope, value.span);
    return context.bad(value.span);
  }
  Instance* instance = instantiate(context, *entity, nullptr, scope, value.span);
  if (instance == nullptr) return context.bad(value.span);
  return {static_cast<const Opaque*>(instance), value.span};
}

Value elements_as(Context& context, const Value& value, const Type& type, const Scope& scope) {
  List out;
  out.reserve(value.list()->size());
  for (const Value& element : *value.list()) {
    Value made = coerce(context, element, *type.element, scope);
    if (is_bad(made)) return made;
    out.push_back(std::move(made));
  }
  return {std::make_shared<const List>(std::move(out)), value.span};
}

Value entries_as(Context& context, const Value& value, const Type& type, const Scope& scope) {
  Value whole = finish(context, value);
  if (whole.record() == nullptr) return whole;
  auto out = std::make_shared<Record>();
  for (const Field& field : whole.record()->fields) {
    Value made = coerce(context, field.value, *type.element, scope);
    if (is_bad(made)) return made;
    out->fields.push_back({field.name, std::move(made), field.name_span});
  }
  return {std::shared_ptr<const Record>(std::move(out)), value.span};
}

// The alternative that the value is meant for: the first that it fits; an enumeration only if it is a member or nothing
// else can be meant.
const Type* chosen(const Value& value, const Type& type) {
  const Type* first = nullptr;
  for (const Type* alternative : type.alternatives) {
    if (!fits(value, *alternative)) continue;
    if (alternative->kind == TypeKind::enumeration) {
      const auto* symbol = value.get<Symbol>();
      const std::string word = symbol != nullptr ? symbol->name : value.get<Text>()->display();
      if (schema::is_member(*alternative, word)) return alternative;
    } else if (alternative->kind == TypeKind::integer && alternative->least && value.get<std::int64_t>() != nullptr &&
               static_cast<double>(*value.get<std::int64_t>()) < *alternative->least) {
      first = first == nullptr ? alternative : first;
      continue;
    } else {
      return alternative;
    }
    if (first == nullptr) first = alternative;
  }
  return first;
}

Value coerce_simple(Context& context, Value value, const Type& type) {
  if (type.kind == TypeKind::integer) {
    if (!in_range(context, value, type, static_cast<double>(*value.get<std::int64_t>())))
      return context.bad(value.span);
  } else if (type.kind == TypeKind::floating) {
    double number = 0;
    schema::assign(number, value);
    if (!in_range(context, value, type, number)) return context.bad(value.span);
  } else if (type.kind == TypeKind::string && !value.get<Text>()->empty() && !value.get<Text>()->literal()) {
    report_run_time(context, value);
    return context.bad(value.span);
  }
  return value;
}

}  // namespace

std::string run_time_words(const Text& text) {
  for (const TextPart& part : text.parts()) {
    if (part.kind == TextPart::Kind::env) return fmt::format("env(\"{}\")", part.text);
  }
  return "the work directory";
}

std::string describe(Context& context, const Value& value) {
  if (value.is_null()) return "null";
  if (const auto* flag = value.get<bool>()) return *flag ? "true" : "false";
  if (const auto* integer = value.get<std::int64_t>()) return fmt::format("the integer {}", *integer);
  if (const auto* number = value.get<Floating>()) return fmt::format("the number {}", yaml_text(number->value));
  if (const auto* text = value.get<Text>()) return fmt::format("the string {}", quoted(*text));
  if (const auto* symbol = value.get<Symbol>()) return fmt::format("the word {}", symbol->name);
  if (const auto* duration = value.get<Duration>()) return fmt::format("a duration of {} ms", duration->ms);
  if (const auto* bytes = value.get<Bytes>()) return fmt::format("{} bytes", bytes->count);
  if (value.get<Percent>() != nullptr) return "a percentage";
  if (value.list() != nullptr) return "a list";
  if (const auto* unknown = opaque<Unknown>(value))
    return unknown->type != nullptr ? describe(*unknown->type) : "a value";
  if (const auto* instance = opaque<Instance>(value)) {
    return fmt::format("the {} '{}'", instance->entity->node->kind, instance->entity->node->name);
  }
  static_cast<void>(context);
  return "a block";
}

Value coerce(Context& context, Value value, const Type& type, const Scope& scope) {
  if (is_bad(value) || type.kind == TypeKind::any) return value;
  if (const auto* unknown = opaque<Unknown>(value)) {
    if (may_fit(unknown->type, type)) return context.unknown(&type, value.span);
    return wrong_type(context, value, type);
  }
  if (!fits(value, type)) return wrong_type(context, value, type);
  switch (type.kind) {
    case TypeKind::one_of:
      return coerce(context, value, *chosen(value, type), scope);
    case TypeKind::enumeration:
      return to_member(context, value, type);
    case TypeKind::reference:
      return to_reference(context, value, type, scope);
    case TypeKind::list:
      return elements_as(context, value, type, scope);
    case TypeKind::map:
      return entries_as(context, value, type, scope);
    default:
      return coerce_simple(context, std::move(value), type);
  }
}

}  // namespace perfc::check
