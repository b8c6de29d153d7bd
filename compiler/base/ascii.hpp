// Classes of ASCII characters, without locale, and the words built of them.
#pragma once

#include <algorithm>
#include <string_view>

namespace perfc {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// `[A-Za-z_][A-Za-z0-9_]*`: a name of a shell variable, and an identifier of the language.
constexpr bool is_identifier(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

}  // namespace perfc
