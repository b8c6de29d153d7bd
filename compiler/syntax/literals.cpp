// Literals -> values.
#include "compiler/syntax/literals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "compiler/base/ascii.hpp"

namespace perfc::syntax {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

constexpr std::int64_t kKi = 1024;
constexpr std::array<Unit, 3> kBinary{{{"Ki", kKi}, {"Mi", kKi* kKi}, {"Gi", kKi* kKi* kKi}}};
constexpr std::array<Unit, 5> kSizes{
    {{"B", 1}, {"KiB", kKi}, {"MiB", kKi* kKi}, {"GiB", kKi* kKi* kKi}, {"TiB", kKi* kKi* kKi* kKi}}};
constexpr std::array<Unit, 5> kTimes{{{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

// The units of its kind up to this one; empty when it is none.
std::span<const Unit> units_with(std::string_view name) {
  for (const std::span<const Unit> kind :
       {std::span<const Unit>(kTimes), std::span<const Unit>(kSizes), std::span<const Unit>(kBinary)}) {
    for (std::size_t i = 0; i < kind.size(); ++i) {
      if (kind[i].name == name) return kind.first(i + 1);
    }
  }
  return {};
}

std::size_t digits_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && (is_digit(text[length]) || text[length] == '_')) ++length;
  return length;
}

// The sum of number-unit pairs: one for sizes, any number for durations.
template <std::size_t n>
std::optional<std::int64_t> decode_units(std::string_view text, const std::array<Unit, n>& units) {
  std::int64_t sum = 0;
  while (!text.empty()) {
    const std::size_t digits = digits_length(text);
    const auto number = decode_integer(text.substr(0, digits));
    text.remove_prefix(digits);
    std::size_t end = 0;
    while (end < text.size() && !is_digit(text[end])) ++end;
    std::int64_t part = 0;
    for (const Unit& unit : units) {
      if (unit.name != text.substr(0, end)) continue;
      if (!number || __builtin_mul_overflow(*number, unit.factor, &part)) return {};
    }
    if (__builtin_add_overflow(sum, part, &sum)) return {};
    text.remove_prefix(end);
  }
  return sum;
}

}  // namespace

std::optional<std::int64_t> decode_integer(std::string_view digits) {
  std::int64_t value = 0;
  constexpr std::size_t always_fits = 18;
  if (digits.size() <= always_fits) {
    for (const char c : digits) value = c == '_' ? value : value * 10 + (c - '0');
    return value;
  }
  for (const char c : digits) {
    if (c == '_') continue;
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value)) return {};
  }
  return value;
}

std::optional<std::int64_t> decode_binary(std::string_view text) { return decode_units(text, kBinary); }
std::optional<std::int64_t> decode_duration(std::string_view text) { return decode_units(text, kTimes); }
std::optional<std::int64_t> decode_bytes(std::string_view text) { return decode_units(text, kSizes); }

std::optional<double> decode_floating(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != '_') plain += c;
  }
  double value = 0;
  const auto result = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    // Out of range is also what from_chars calls a number too near to 0; that one is 0.
    if (plain.find("e-") == std::string::npos && plain.find("E-") == std::string::npos) return {};
    return 0.0;
  }
  return value;
}

std::optional<std::string> decode_code_point(std::string_view digits) {
  std::uint32_t point = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
  if (result.ec != std::errc{} || point > 0x10FFFFU || (point >= 0xD800U && point <= 0xDFFFU) || point == 0) return {};
  const auto tail = [point](unsigned shift) { return static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  if (point < 0x80U) return std::string{static_cast<char>(point)};
  if (point < 0x800U) return std::string{static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
  if (point < 0x10000U) return std::string{static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
  return std::string{static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
}

std::string_view likely_unit(std::string_view written) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 36> meant{{
      {"sec", "s"},    {"secs", "s"},     {"second", "s"},    {"seconds", "s"}, {"S", "s"},    {"m", "min"},
      {"mins", "min"}, {"minute", "min"}, {"minutes", "min"}, {"M", "Mi"},      {"hr", "h"},   {"hrs", "h"},
      {"hour", "h"},   {"hours", "h"},    {"H", "h"},         {"day", "d"},     {"days", "d"}, {"D", "d"},
      {"msec", "ms"},  {"millis", "ms"},  {"K", "Ki"},        {"k", "Ki"},      {"ki", "Ki"},  {"mi", "Mi"},
      {"G", "Gi"},     {"g", "Gi"},       {"gi", "Gi"},       {"KB", "KiB"},    {"kB", "KiB"}, {"kb", "KiB"},
      {"MB", "MiB"},   {"mb", "MiB"},     {"GB", "GiB"},      {"gb", "GiB"},    {"TB", "TiB"}, {"b", "B"},
  }};
  for (const auto& [wrong, right] : meant) {
    if (wrong == written) return right;
  }
  return {};
}

bool same_unit(std::string_view written, std::string_view unit) {
  const bool binary = unit.ends_with("iB") || unit.ends_with("i");
  return !binary || written.find('i') != std::string_view::npos;
}

bool is_unit(std::string_view word) { return !units_with(word).empty(); }

std::string in_smaller_unit(std::string_view numeral, std::string_view unit) {
  std::string digits;
  std::int64_t scale = 1;
  bool fraction = false;
  for (const char c : numeral) {
    if (c == '.') fraction = true;
    if (is_digit(c)) digits += c;
    if (is_digit(c) && fraction) scale *= 10;
    if ((!is_digit(c) && c != '.' && c != '_') || digits.size() > 9) return {};  // beyond what anybody writes
  }
  const std::span<const Unit> units = units_with(unit);
  std::int64_t smallest = 0;
  if (units.empty() || __builtin_mul_overflow(decode_integer(digits).value_or(0), units.back().factor, &smallest))
    return {};
  for (std::size_t i = units.size(); i > 0; --i) {
    if (smallest % (scale * units[i - 1].factor) != 0) continue;
    return std::to_string(smallest / (scale * units[i - 1].factor)) + std::string(units[i - 1].name);
  }
  const bool plain = units.front().factor > 1 && smallest % scale == 0;  // a count needs no unit
  return plain ? std::to_string(smallest / scale) : std::string();
}

}  // namespace perfc::syntax
