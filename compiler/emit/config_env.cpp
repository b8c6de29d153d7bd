#include "compiler/emit/config_env.hpp"

#include "compiler/emit/quote.hpp"

namespace perfc {
namespace {

// Run-time values stay expansions: whoever evaluates the text has the variables.
std::string value_text(const Text& value) { return value.literal() ? eval_word(value.str()) : value.display(); }

}  // namespace

std::string env_text(const Env& env) {
  std::string text = env.text.value_or("");
  for (const auto& [name, value] : env.variables) {
    if (!text.empty()) text += ' ';
    text += name;
    text += '=';
    text += value_text(value);
  }
  return text;
}

std::string env_text(const Env& common, const Env& own) {
  std::string first = env_text(common);
  const std::string second = env_text(own);
  if (!first.empty() && !second.empty()) first += ' ';
  return first + second;
}

}  // namespace perfc
