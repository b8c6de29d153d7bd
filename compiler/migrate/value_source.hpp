// Values of a configuration as expressions of the language.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/base/document.hpp"
#include "compiler/program/value.hpp"

namespace perfc {

// 768, 16_896, 64Ki: as people write sizes.
[[nodiscard]] std::string size_source(std::int64_t number);

// A checked value: members of enumerations are words, integers sizes.
[[nodiscard]] std::string value_source(const Value& value);
// What a file holds, of any type but what inexpressible() finds: texts in quotes, numbers with all digits.
[[nodiscard]] std::string value_source(const Document& value);

}  // namespace perfc
