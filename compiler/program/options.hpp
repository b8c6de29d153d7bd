// Engine options out of records, whose types are data: nothing where an option is absent or of another type.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/program/value.hpp"

namespace perfc {

[[nodiscard]] std::optional<std::int64_t> integer(const Value* value);
// The characters of a string or of a word of an enumeration; the value must outlive them.
[[nodiscard]] std::optional<std::string_view> word(const Value* value);
[[nodiscard]] bool is_true(const Value* value);

}  // namespace perfc
