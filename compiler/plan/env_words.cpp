#include "compiler/plan/env_words.hpp"

#include <fmt/format.h>

#include <iterator>
#include <optional>

#include "compiler/base/ascii.hpp"
#include "compiler/base/shell_words.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

void read_text(const Env& env, EnvWords& into, Diagnostics& diags) {
  ShellWords reader(*env.text);
  while (std::optional<std::string> word = reader.next()) {
    const std::size_t equals = word->find('=');
    // As in a shell, what follows the first word that is no assignment is an argument of that word.
    if (into.words.empty() && equals != std::string::npos && is_identifier(std::string_view(*word).substr(0, equals))) {
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
    if (!is_identifier(name)) {
      diags.report(codes::bad_variable_name, env.span, std::string_view(name))
          .advise("use letters, digits and '_', and begin with no digit");
      continue;
    }
    result.assignments.emplace_back(name, value);
  }
  return result;
}

}  // namespace perfc
