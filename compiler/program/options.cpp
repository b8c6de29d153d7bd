#include "compiler/program/options.hpp"

namespace perfc {

std::optional<std::int64_t> integer(const Value* value) {
  if (value == nullptr || value->get<std::int64_t>() == nullptr) return std::nullopt;
  return *value->get<std::int64_t>();
}

std::optional<std::string_view> word(const Value* value) {
  if (value == nullptr) return std::nullopt;
  if (const Symbol* symbol = value->get<Symbol>()) return symbol->name;
  const Text* text = value->get<Text>();
  if (text == nullptr || !text->literal()) return std::nullopt;
  return text->str();
}

bool is_true(const Value* value) { return value != nullptr && value->get<bool>() != nullptr && *value->get<bool>(); }

}  // namespace perfc
