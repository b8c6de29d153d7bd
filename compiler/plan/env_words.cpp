#include "compiler/plan/env_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_variable(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); });
}

// Takes the words of a shell from a text, one at a time.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text) {}

  std::optional<std::string> next() {
    while (at_ < text_.size() && (is_blank(text_[at_]) || continues())) at_ += continues() ? 2U : 1U;
    if (at_ == text_.size()) return std::nullopt;
    std::string word;
    while (at_ < text_.size() && !is_blank(text_[at_])) take(word);
    return word;
  }
  // The quote that was never closed, 0 when all were.
  [[nodiscard]] char open_quote() const { return open_; }

 private:
  // A backslash in front of a line break: the line goes on.
  [[nodiscard]] bool continues() const { return text_.substr(at_, 2) == "\\\n"; }

  void take(std::string& word) {
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

  void take_quoted(std::string& word, char quote) {
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

  std::string_view text_;
  std::size_t at_ = 0;
  char open_ = 0;
};

void read_text(const Env& env, EnvWords& into, Diagnostics& diags) {
  WordReader reader(*env.text);
  while (std::optional<std::string> word = reader.next()) {
    const std::size_t equals = word->find('=');
    // As in a shell, what follows the first word that is no assignment is an argument of that word.
    if (into.words.empty() && equals != std::string::npos && is_variable(std::string_view(*word).substr(0, equals))) {
      into.assignments.emplace_back(word->substr(0, equals), word->substr(equals + 1));
    } else {
      into.words.emplace_back(std::move(*word));
    }
  }
  if (reader.open_quote() == 0) return;
  diags.report(codes::open_quote, env.span, std::string_view(reader.open_quote() == '"' ? "\"" : "'"))
      .advise("close it, or put a backslash before a quote that is meant as a character");
}

}  // namespace

EnvWords& EnvWords::operator+=(const EnvWords& other) {
  assignments.insert(assignments.end(), other.assignments.begin(), other.assignments.end());
  words.insert(words.end(), other.words.begin(), other.words.end());
  return *this;
}

std::string key_of(const Env& env) {
  if (env.empty()) return {};
  std::string key;
  const auto add = [&key](std::string_view text) {
    fmt::format_to(std::back_inserter(key), "{}:{}", text.size(), text);
  };
  fmt::format_to(std::back_inserter(key), "{} {} {} ", env.span.file, env.span.begin, env.span.end);
  add(env.text.value_or(""));
  for (const auto& [name, value] : env.variables) {
    add(name);
    for (const TextPart& part : value.parts()) {
      fmt::format_to(std::back_inserter(key), "{}{}", static_cast<int>(part.kind), part.fallback ? '?' : '=');
      add(part.text);
      add(part.fallback.value_or(""));
    }
    key += ';';
  }
  return key;
}

EnvWords env_words(const Env& env, Diagnostics& diags) {
  EnvWords result;
  if (env.text) read_text(env, result, diags);
  for (const auto& [name, value] : env.variables) {
    if (!is_variable(name)) {
      diags.report(codes::bad_variable_name, env.span, std::string_view(name))
          .advise("use letters, digits and '_', and begin with no digit");
      continue;
    }
    result.assignments.emplace_back(name, value);
  }
  return result;
}

}  // namespace perfc
