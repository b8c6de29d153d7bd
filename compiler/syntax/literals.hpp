// Literals -> values. Each function gets the characters of a whole literal, as the grammar has matched it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perfc::syntax {

// "1_024" -> 1024; nothing on overflow of 64 bits.
std::optional<std::int64_t> decode_integer(std::string_view digits);
// "16Ki" -> 16384.
std::optional<std::int64_t> decode_binary(std::string_view text);
// "1h30min" -> milliseconds.
std::optional<std::int64_t> decode_duration(std::string_view text);
// "186GiB" -> bytes.
std::optional<std::int64_t> decode_bytes(std::string_view text);
// "1e-3", "0.8"; nothing when it is too large for a double.
std::optional<double> decode_floating(std::string_view text);
// Hexadecimal digits of \u{...} -> UTF-8; nothing when there is no such character.
std::optional<std::string> decode_code_point(std::string_view digits);
// The unit that was likely meant: "sec" -> "s", "K" -> "Ki", "GB" -> "GiB"; empty when nothing is like it.
std::string_view likely_unit(std::string_view written);
// Whether they are the same size whatever was meant: "sec" and "s" are, "GB" and "GiB" need not be.
bool same_unit(std::string_view written, std::string_view unit);
bool is_unit(std::string_view word);
// "1.5", "h" -> "90min"; empty when no unit makes a whole number of it.
std::string in_smaller_unit(std::string_view numeral, std::string_view unit);

}  // namespace perfc::syntax
