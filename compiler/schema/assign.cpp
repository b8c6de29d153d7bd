#include "compiler/schema/assign.hpp"

#include <fmt/format.h>

namespace perfc::schema {
namespace {

// Variables may be written as numbers and words; a shell knows only text.
Text as_text(const Value& value) {
  if (const auto* text = value.get<Text>()) return *text;
  if (const auto* symbol = value.get<Symbol>()) return Text(symbol->name);
  if (const auto* integer = value.get<std::int64_t>()) return Text(fmt::format("{}", *integer));
  if (const auto* number = value.get<Floating>()) return Text(fmt::format("{}", number->value));
  if (const auto* flag = value.get<bool>()) return Text(*flag ? "true" : "false");
  return {};
}

}  // namespace

void assign(std::vector<std::pair<std::string, Text>>& to, const Value& value) {
  to.clear();
  for (const Field& field : value.record()->fields) to.emplace_back(field.name, as_text(field.value));
}

void assign(Env& to, const Value& value) {
  to = Env{};
  to.span = value.span;
  if (const auto* text = value.get<Text>()) {
    to.text = text->empty() ? std::string() : text->str();
  } else if (value.record() != nullptr) {
    assign(to.variables, value);
  }
}

void assign(Dataset& to, const Value& value) {
  const Record& record = *value.record();
  to = Dataset{};
  to.random = record.find("path") == nullptr;
  if (const Field* path = record.find("path"); path != nullptr && !path->value.is_null()) assign(to.path, path->value);
  if (const Field* ratio = record.find("ratio"); ratio != nullptr) assign(to.ratio, ratio->value);
  to.lengths_if_missing = record.find("if_missing") != nullptr;
}

void assign(Contract& to, const Value& value) {
  std::string word;
  assign(word, value);
  to = word == "2026-01" ? Contract::literal_2026_01 : Contract::perfc;
}

}  // namespace perfc::schema
