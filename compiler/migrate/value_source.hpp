// Values of a configuration as expressions of the language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/program/value.hpp"

namespace perfc {

// 768, 16_896, 64Ki: as people write sizes.
[[nodiscard]] std::string size_source(std::int64_t number);

// A number as YAML spells it, where the language can.
[[nodiscard]] std::string floating_source(double number, std::string_view spelling);

// A checked value: members of enumerations are words, integers sizes.
[[nodiscard]] std::string value_source(const Value& value);
// What a file holds, of any type but what inexpressible() finds: texts in quotes, numbers with all digits.
[[nodiscard]] std::string value_source(const Document& value);

}  // namespace perfc
