#include "compiler/migrate/value_source.hpp"

#include <fmt/format.h>

#include <vector>

#include "compiler/base/ascii.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/syntax/reserved.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {
namespace {

// Below this people write the digits as they are: 1024, 8192.
constexpr std::int64_t kLeastGrouped = 10'000;
constexpr std::int64_t kKi = 1024;

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, 1, '_');
  }
  return text;
}

std::string map_source(const std::vector<std::string>& entries) {
  return entries.empty() ? "{ }" : fmt::format("{{ {} }}", fmt::join(entries, ", "));
}

std::string entry_source(const std::string& key, const std::string& value) {
  return fmt::format("{} = {}", syntax::name_source(key), value);
}

std::string word_source(const std::string& word) {
  return is_identifier(word) && !syntax::is_reserved(word) ? word : syntax::text_source(word);
}

struct Writer {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return size_source(value); }
  std::string operator()(const Floating& value) const { return floating_source(value.value, value.spelling()); }
  std::string operator()(const Text& value) const { return syntax::text_source(value.str()); }
  std::string operator()(const Symbol& value) const { return word_source(value.name); }
  std::string operator()(const std::shared_ptr<const List>& value) const {
    std::vector<std::string> elements;
    for (const Value& each : *value) elements.push_back(value_source(each));
    return syntax::list_source(elements);
  }
  std::string operator()(const std::shared_ptr<const Record>& value) const {
    std::vector<std::string> entries;
    for (const Field& field : value->fields) entries.push_back(entry_source(field.name, value_source(field.value)));
    return map_source(entries);
  }
  // Null, and kinds of values that no file has.
  template <class Other>
  std::string operator()(const Other& /*value*/) const {
    return "null";
  }
};

// Whether a number of YAML is one of the language too, which wants digits around a point and around an underscore.
bool is_literal(std::string_view number) {
  if (number.starts_with('-')) number.remove_prefix(1);
  if (number.find(':') != std::string_view::npos) return false;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const bool between = number[i] == '.' || number[i] == '_';
    const bool digits = i > 0 && is_digit(number[i - 1]) && i + 1 < number.size() && is_digit(number[i + 1]);
    if (between && !digits) return false;
  }
  return !number.empty() && is_digit(number.front());
}

std::string scalar_source(const Document& scalar) {
  switch (resolve(scalar)) {
    case ScalarKind::null:
      return "null";
    case ScalarKind::boolean:
      return yaml_boolean(scalar.text) ? "true" : "false";
    case ScalarKind::integer:
      return std::to_string(yaml_integer(scalar.text).value_or(0));
    case ScalarKind::floating:
      return floating_source(yaml_floating(scalar.text), scalar.text);
    default:
      return syntax::text_source(scalar.text);
  }
}

}  // namespace

std::string size_source(std::int64_t number) {
  if (number < kLeastGrouped) return std::to_string(number);
  return number % kKi == 0 ? fmt::format("{}Ki", number / kKi) : grouped(number);
}

std::string floating_source(double number, std::string_view spelling) {
  const bool same = resolve_plain(spelling) == ScalarKind::floating && is_literal(spelling);
  return same && yaml_floating(spelling) == number ? std::string(spelling) : yaml_text(number);
}

std::string value_source(const Value& value) { return std::visit(Writer{}, value.data); }

std::string value_source(const Document& value) {
  if (value.kind == Document::Kind::scalar) return scalar_source(value);
  std::vector<std::string> parts;
  if (value.kind == Document::Kind::sequence) {
    for (const Document& item : value.items) parts.push_back(value_source(item));
    return syntax::list_source(parts);
  }
  for (const Document::Entry& entry : value.entries)
    parts.push_back(entry_source(entry.key, value_source(entry.value)));
  return map_source(parts);
}

}  // namespace perfc
