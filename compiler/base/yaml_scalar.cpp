#include "compiler/base/yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "compiler/base/ascii.hpp"

namespace perfc {
namespace {

bool is_digit_or_underscore(char c) { return is_digit(c) || c == '_'; }
bool is_octal(char c) { return (c >= '0' && c <= '7') || c == '_'; }
bool is_binary(char c) { return c == '0' || c == '1' || c == '_'; }
bool is_hexadecimal(char c) { return is_digit_or_underscore(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Reads a text from the left; each step says whether it could be taken.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] bool one(std::string_view set) {
    if (rest_.empty() || set.find(rest_.front()) == std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool word(std::string_view text) {
    if (!rest_.starts_with(text)) {
      return false;
    }
    rest_.remove_prefix(text.size());
    return true;
  }
  // Takes as many as fit, at most `most`; the count.
  std::size_t many(bool (*fits)(char), std::size_t most = std::string_view::npos) {
    std::size_t count = 0;
    while (count < rest_.size() && count < most && fits(rest_[count])) {
      ++count;
    }
    rest_.remove_prefix(count);
    return count;
  }
  void sign() { static_cast<void>(one("+-")); }
  // (:[0-5]?[0-9])*; the count.
  std::size_t sixties() {
    std::size_t count = 0;
    while (rest_.size() > 1 && rest_[0] == ':' && is_digit(rest_[1])) {
      const bool two = rest_.size() > 2 && is_digit(rest_[2]) && rest_[1] <= '5';
      rest_.remove_prefix(two ? 3 : 2);
      ++count;
    }
    return count;
  }

 private:
  std::string_view rest_;
};

// As word, Word or WORD, but not as wOrd.
bool is_spelling_of(std::string_view text, std::string_view word) {
  if (text.size() != word.size() || !same_letters(text, word)) return false;
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const std::string_view rest = text.substr(1);
  return std::ranges::none_of(rest, is_upper) || std::ranges::all_of(text, is_upper);
}

template <std::size_t N>
bool one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(words, [text](std::string_view word) { return is_spelling_of(text, word); });
}

constexpr std::array<std::string_view, 3> kTrue = {"true", "yes", "on"};
constexpr std::array<std::string_view, 3> kFalse = {"false", "no", "off"};

bool is_integer(std::string_view text) {
  Cursor at(text);
  at.sign();
  const Cursor start = at;
  if (at.word("0b")) {
    return at.many(is_binary) > 0 && at.done();
  }
  if (at.word("0x")) {
    return at.many(is_hexadecimal) > 0 && at.done();
  }
  if (at.one("0")) {
    at.many(is_octal);
    return at.done();
  }
  at = start;
  if (!at.one("123456789")) {
    return false;
  }
  at.many(is_digit_or_underscore);
  at.sixties();
  return at.done();
}

// [eE][-+][0-9]+, or nothing. PyYAML wants the sign.
bool exponent(Cursor& at) {
  if (!at.one("eE")) {
    return true;
  }
  return at.one("+-") && at.many(is_digit) > 0;
}

bool is_floating(std::string_view text) {
  Cursor at(text);
  if (at.one(".") && at.many(is_digit, 1) == 1) {
    at.many(is_digit_or_underscore);
    return exponent(at) && at.done();
  }
  if (text == ".nan" || text == ".NaN" || text == ".NAN") {
    return true;
  }
  at = Cursor(text);
  at.sign();
  if (at.word(".inf") || at.word(".Inf") || at.word(".INF")) {
    return at.done();
  }
  if (at.many(is_digit, 1) == 0) {
    return false;
  }
  at.many(is_digit_or_underscore);
  const bool sexagesimal = at.sixties() > 0;
  if (!at.one(".")) {
    return false;
  }
  at.many(is_digit_or_underscore);
  return (sexagesimal || exponent(at)) && at.done();
}

// The hours and what follows them, after the date of a timestamp.
bool clock_time(Cursor& at) {
  if (!at.one("Tt") && at.many(is_blank) == 0) {
    return false;
  }
  if (at.many(is_digit, 2) == 0 || !at.one(":") || at.many(is_digit, 2) != 2 || !at.one(":") ||
      at.many(is_digit, 2) != 2) {
    return false;
  }
  if (at.one(".")) {
    at.many(is_digit);
  }
  if (at.done()) {
    return true;
  }
  at.many(is_blank);
  if (at.one("Z")) {
    return at.done();
  }
  if (!at.one("+-") || at.many(is_digit, 2) == 0) {
    return false;
  }
  return at.done() || (at.one(":") && at.many(is_digit, 2) == 2 && at.done());
}

bool is_timestamp(std::string_view text) {
  Cursor at(text);
  if (at.many(is_digit, 4) != 4 || !at.one("-")) {
    return false;
  }
  const std::size_t month = at.many(is_digit, 2);
  if (month == 0 || !at.one("-")) {
    return false;
  }
  const std::size_t day = at.many(is_digit, 2);
  if (day == 0) {
    return false;
  }
  return at.done() ? month == 2 && day == 2 : clock_time(at);
}

std::string without_underscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

bool add_checked(std::uint64_t& total, std::uint64_t factor, std::uint64_t part) {
  return !__builtin_mul_overflow(total, factor, &total) && !__builtin_add_overflow(total, part, &total);
}

std::optional<std::uint64_t> digits_to_number(std::string_view digits, int base) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::uint64_t> magnitude(std::string_view digits) {
  if (digits.starts_with("0b")) {
    return digits_to_number(digits.substr(2), 2);
  }
  if (digits.starts_with("0x")) {
    return digits_to_number(digits.substr(2), 16);
  }
  if (digits.starts_with('0') && digits.size() > 1) {
    return digits_to_number(digits, 8);
  }
  std::uint64_t total = 0;
  while (true) {
    const std::size_t colon = digits.find(':');
    const auto part = digits_to_number(digits.substr(0, colon), 10);
    if (!part || !add_checked(total, 60, *part)) {
      return std::nullopt;
    }
    if (colon == std::string_view::npos) {
      return total;
    }
    digits.remove_prefix(colon + 1);
  }
}

// What anything but a string begins with. Nearly every text of a configuration is told by its first character; looking
// at more takes most of the time in which it is written.
enum class Start : std::uint8_t { text, word, number };
constexpr std::array<Start, 256> kStarts = [] {
  std::array<Start, 256> starts{};
  for (const char c : std::string_view("yYtToOnNfF~<=")) starts[static_cast<unsigned char>(c)] = Start::word;
  for (const char c : std::string_view("0123456789+-.")) starts[static_cast<unsigned char>(c)] = Start::number;
  return starts;
}();
constexpr std::size_t kLongestWord = 5;

ScalarKind resolve_word(std::string_view text) {
  if (text.size() > kLongestWord) {
    return ScalarKind::string;
  }
  if (text.empty() || text == "~" || is_spelling_of(text, "null")) {
    return ScalarKind::null;
  }
  if (one_of(text, kTrue) || one_of(text, kFalse)) {
    return ScalarKind::boolean;
  }
  return text == "<<" || text == "=" ? ScalarKind::reserved : ScalarKind::string;
}

}  // namespace

ScalarKind resolve_plain(std::string_view text) {
  const Start start = text.empty() ? Start::word : kStarts[static_cast<unsigned char>(text.front())];
  if (start == Start::word) {
    return resolve_word(text);
  }
  if (start == Start::text) {
    return ScalarKind::string;
  }
  if (is_floating(text)) {
    return ScalarKind::floating;
  }
  if (is_integer(text)) {
    return ScalarKind::integer;
  }
  return is_timestamp(text) ? ScalarKind::timestamp : ScalarKind::string;
}

ScalarKind resolve(const Document& scalar) {
  return scalar.style == ScalarStyle::plain ? resolve_plain(scalar.text) : ScalarKind::string;
}

bool yaml_boolean(std::string_view text) { return one_of(text, kTrue); }

std::optional<std::int64_t> yaml_integer(std::string_view text) {
  const std::string plain = without_underscores(text);
  std::string_view digits = plain;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  const auto size = magnitude(digits);
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!size || *size > kMost + (negative ? 1 : 0)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(negative ? 0 - *size : *size);
}

double yaml_floating(std::string_view text) {
  const std::string plain = without_underscores(text);
  std::string_view digits = plain;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  if (digits == ".nan" || digits == ".NaN" || digits == ".NAN") {
    return std::numeric_limits<double>::quiet_NaN();
  }
  double total = 0;
  if (digits.starts_with(".i") || digits.starts_with(".I")) {
    total = std::numeric_limits<double>::infinity();
  } else {
    for (std::size_t colon = 0; colon != std::string_view::npos; digits.remove_prefix(colon + 1)) {
      colon = digits.find(':');
      const std::string_view part = digits.substr(0, colon);
      double number = 0;
      const auto parsed = std::from_chars(part.data(), part.data() + part.size(), number);
      if (parsed.ec == std::errc::result_out_of_range && number == 0) {
        number = part.find("e-") == std::string_view::npos && part.find("E-") == std::string_view::npos
                     ? std::numeric_limits<double>::infinity()
                     : 0;
      }
      total = total * 60 + number;
      if (colon == std::string_view::npos) {
        break;
      }
    }
  }
  return negative ? -total : total;
}

std::string yaml_text(double value) {
  if (std::isnan(value)) {
    return ".nan";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-.inf" : ".inf";
  }
  std::array<char, 32> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  std::string text(buffer.data(), written.ptr);
  // Without a point it would be an int, or with an exponent a string.
  const std::size_t exponent = text.find('e');
  if (text.find('.') == std::string::npos) {
    text.insert(exponent == std::string::npos ? text.size() : exponent, ".0");
  }
  return text;
}

}  // namespace perfc
