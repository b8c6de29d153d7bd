// Classes of ASCII characters, without locale, and the words built of them.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

namespace perfc {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_word_character(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

// Whether no byte of the text is above 0x7F. Eight at a time, as this is asked of whole files.
inline bool is_ascii(std::string_view text) {
  std::uint64_t seen = 0;
  for (; text.size() >= sizeof seen; text.remove_prefix(sizeof seen)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    seen |= word;
  }
  for (const char c : text) seen |= static_cast<unsigned char>(c);
  return (seen & 0x8080808080808080U) == 0;
}

// How many bytes at the start of the text, in groups of eight, are printable ASCII or line feeds.
inline std::size_t leading_printable(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighs = kOnes * 0x80U;
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & kHighs) != 0) break;
    // In bytes below 0x80 these sums carry into no other byte; the highest bit of each tells what is asked.
    const std::uint64_t from_space = word + kOnes * (0x80U - 0x20U);
    const std::uint64_t no_line_feed = (word ^ (kOnes * 0x0AU)) + kOnes * 0x7FU;
    const std::uint64_t is_delete = word + kOnes;
    if (((from_space | ~no_line_feed) & ~is_delete & kHighs) != kHighs) break;
  }
  return at;
}

// `[A-Za-z_][A-Za-z0-9_]*`: a name of a shell variable, and an identifier of the language.
constexpr bool is_identifier(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_word_character(c); });
}

// The word characters that `text` begins with.
constexpr std::string_view leading_word(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_word_character);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// Whether the words differ in nothing but upper and lower case.
constexpr bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [=](char x, char y) { return lower(x) == lower(y); });
}

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_quote(char c) { return c == '"' || c == '\''; }

// Without `outer` characters at both ends.
constexpr std::string_view trimmed(std::string_view text, std::string_view outer = " \t") {
  text.remove_prefix(std::min(text.find_first_not_of(outer), text.size()));
  return text.substr(0, text.find_last_not_of(outer) + 1);
}

// The number at the start of `text`, which moves behind it; nothing without digits, or with too many.
inline std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace perfc
