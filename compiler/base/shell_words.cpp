#include "compiler/base/shell_words.hpp"

namespace perfc {
namespace {

bool parts_words(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::optional<std::string> ShellWords::next() {
  while (at_ < text_.size() && (parts_words(text_[at_]) || continues())) at_ += continues() ? 2U : 1U;
  begin_ = at_;
  if (at_ == text_.size()) return std::nullopt;
  std::string word;
  while (at_ < text_.size() && !parts_words(text_[at_])) take(word);
  return word;
}

// A backslash in front of a line break: the line goes on.
bool ShellWords::continues() const { return text_.substr(at_, 2) == "\\\n"; }

void ShellWords::take(std::string& word) {
  if (continues()) {
    at_ += 2;
    return;
  }
  const char c = text_[at_++];
  if (c == '\'' || c == '"') {
    take_quoted(word, c);
  } else if (c == '\\' && at_ < text_.size()) {
    word += text_[at_++];
  } else {
    word += c;
  }
}

void ShellWords::take_quoted(std::string& word, char quote) {
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == quote) {
      ++at_;
      return;
    }
    if (quote == '"' && continues()) {
      ++at_;
      continue;
    }
    const bool escapes = c == '\\' && quote == '"' && at_ + 1 < text_.size() &&
                         std::string_view("$`\"\\").find(text_[at_ + 1]) != std::string_view::npos;
    word += escapes ? text_[++at_] : c;
  }
  open_ = quote;
}

}  // namespace perfc
