// The tokens of a program's text, with what the formatter has to know of each.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace perfc::syntax {

enum class TokenKind : std::uint8_t {
  word,     // names, and true, false, null
  keyword,  // and or not in if else for; with as on where they join
  number,
  string,       // without interpolation
  text_open,    // "a ${
  text_middle,  // } b ${
  text_close,   // } c"
  comma,
  colon,
  dot,
  range,       // ..
  assign,      // = +=
  comparison,  // == != < <= > >=
  arithmetic,  // + - * / // %
  bar,
  prefix,   // - of one operand
  percent,  // of 5%
  nullable,
  open,
  close,
  comment
};

// What a bracket opens.
enum class Group : std::uint8_t { file, body, map, list, comprehension, parentheses, index, text };

inline constexpr std::uint32_t kNoToken = 0xFFFFFFFFU;

struct Token {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t partner = 0;  // of a bracket: the other one
  std::uint32_t column = 0;   // where it begins, if all were one line
  std::uint32_t width = 0;    // code points; 0 where it is not written on one line
  TokenKind kind = TokenKind::word;
  std::uint8_t breaks = 0;  // line breaks in front of it, at most 2
  Group group = Group::file;
  bool adjacent : 1 = false;   // no white space in front of it
  bool spaced : 1 = false;     // gets a blank in front of it on one line
  bool starts : 1 = false;     // a statement, an element, a clause of a comprehension
  bool separated : 1 = false;  // a statement that is not the first of its braces
  bool dropped : 1 = false;    // a comma that a line break or bracket stands for
  bool soft : 1 = false;       // a line break may stand in front of it where one line is too long
  bool breakable : 1 = false;  // a bracket whose content may be broken into lines
  bool broken : 1 = false;     // a bracket whose content is
  bool hugs : 1 = false;       // a bracket around one other, which is broken in its stead
  bool scalars : 1 = false;    // a bracket around single words and numbers
};

// `text` must parse.
[[nodiscard]] std::vector<Token> read_tokens(std::string_view text);
// Everything but partner, column and width is known after this; `tokens` are those of `text`.
void mark_tokens(std::string_view text, std::vector<Token>& tokens);

[[nodiscard]] inline std::string_view text_of(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}
// Code points; what continues one does not count.
[[nodiscard]] std::uint32_t columns(std::string_view text);

}  // namespace perfc::syntax
