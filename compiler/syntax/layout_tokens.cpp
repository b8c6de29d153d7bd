// Reading tokens. A unit of its own, as it includes PEGTL.
#include "compiler/syntax/layout_tokens.hpp"

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/syntax/reserved.hpp"
#include "grammar/tokens.hpp"

namespace perfc::syntax {
namespace {

class TokenReader {
 public:
  explicit TokenReader(std::string_view text) : text_(text) { tokens_.reserve(text.size() / 4); }

  void line_break() {
    if (breaks_ < 2) ++breaks_;
  }
  void push(TokenKind kind, const char* begin, const char* end) {
    Token token;
    token.begin = static_cast<std::uint32_t>(begin - text_.data());
    token.end = static_cast<std::uint32_t>(end - text_.data());
    token.kind = kind;
    token.breaks = breaks_;
    token.adjacent = !tokens_.empty() && tokens_.back().end == token.begin;
    tokens_.push_back(token);
    breaks_ = 0;
  }
  // The last token goes on up to `end`, and is a `kind`.
  void extend(TokenKind kind, const char* end) {
    tokens_.back().kind = kind;
    tokens_.back().end = static_cast<std::uint32_t>(end - text_.data());
  }
  void text_pause(const char* end) {
    extend(tokens_.back().kind == TokenKind::text_close ? TokenKind::text_middle : TokenKind::text_open, end);
  }
  void text_end(const char* end) { extend(tokens_.back().kind, end); }

  std::vector<Token> take() { return std::move(tokens_); }

 private:
  std::string_view text_;
  std::vector<Token> tokens_;
  std::uint8_t breaks_ = 0;
};

TokenKind word_kind(std::string_view word) {
  const bool value = word == "true" || word == "false" || word == "null";
  return is_reserved(word) && !value ? TokenKind::keyword : TokenKind::word;
}

TokenKind sign_kind(std::string_view sign) {
  if (sign == "=" || sign == "+=") return TokenKind::assign;
  if (sign == "..") return TokenKind::range;
  switch (sign.front()) {
    case '(':
    case '[':
      return TokenKind::open;
    case ')':
    case ']':
      return TokenKind::close;
    case ',':
      return TokenKind::comma;
    case ':':
      return TokenKind::colon;
    case '.':
      return TokenKind::dot;
    case '|':
      return TokenKind::bar;
    case '?':
      return TokenKind::nullable;
    case '=':
    case '!':
    case '<':
    case '>':
      return TokenKind::comparison;
    default:
      return TokenKind::arithmetic;
  }
}

template <class Rule>
struct token_action : tao::pegtl::nothing<Rule> {};

#define PERFC_ON_TOKEN(rule, ...)                              \
  template <>                                                  \
  struct token_action<grammar::rule> {                         \
    template <class Input>                                     \
    static void apply(const Input& in, TokenReader& r) {       \
      const std::string_view token(in.begin(), in.size());     \
      [[maybe_unused]] const char* const end = in.end();       \
      [[maybe_unused]] const char* const begin = token.data(); \
      __VA_ARGS__;                                             \
    }                                                          \
  }

template <>
struct token_action<grammar::line_break> {
  static void apply0(TokenReader& r) { r.line_break(); }
};
PERFC_ON_TOKEN(word_token, r.push(word_kind(token), begin, end));
PERFC_ON_TOKEN(number_token, r.push(TokenKind::number, begin, end));
PERFC_ON_TOKEN(raw_token, r.push(TokenKind::string, begin, end));
PERFC_ON_TOKEN(text_begin, r.push(TokenKind::string, begin, end));
PERFC_ON_TOKEN(text_pause, r.text_pause(end));
PERFC_ON_TOKEN(text_resume, r.push(TokenKind::text_close, begin, end));
PERFC_ON_TOKEN(text_end, r.text_end(end));
PERFC_ON_TOKEN(brace_open, r.push(TokenKind::open, begin, end));
PERFC_ON_TOKEN(brace_close, r.push(TokenKind::close, begin, end));
PERFC_ON_TOKEN(sign_token, r.push(sign_kind(token), begin, end));
PERFC_ON_TOKEN(comment, r.push(TokenKind::comment, begin, begin + trimmed(token, " \t\r").size()));
#undef PERFC_ON_TOKEN

}  // namespace

std::vector<Token> read_tokens(std::string_view text) {
  TokenReader reader(text);
  tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*> in(
      text.data(), text.data() + text.size(), "");
  const bool whole = tao::pegtl::parse<grammar::token_file, token_action>(in, reader);
  return whole ? reader.take() : std::vector<Token>();
}

std::uint32_t columns(std::string_view text) {
  return static_cast<std::uint32_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace perfc::syntax
