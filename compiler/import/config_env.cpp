#include "compiler/import/config_env.hpp"

#include <algorithm>
#include <optional>

#include "compiler/base/ascii.hpp"

namespace perfc {
namespace {

// Characters that a shell takes as they are, wherever they stand in a value; no other value is written without quotes.
bool is_bare(std::string_view value) {
  constexpr std::string_view kOthers = "_./:,=+@%^-";
  const auto fits = [&](char c) { return is_letter(c) || is_digit(c) || kOthers.find(c) != std::string_view::npos; };
  return !value.empty() && std::all_of(value.begin(), value.end(), fits);
}

struct Variable {
  std::string_view name;
  std::string_view value;
};

// `A=1 B=2` with one space between, bare values, and no name twice; anything else has no exact map.
std::optional<std::vector<Variable>> split(std::string_view text) {
  std::vector<Variable> variables;
  while (true) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) {
      return std::nullopt;
    }
    const Variable variable{word.substr(0, equals), word.substr(equals + 1)};
    const auto same = [&](const Variable& other) { return other.name == variable.name; };
    if (!is_identifier(variable.name) || !is_bare(variable.value) ||
        std::any_of(variables.begin(), variables.end(), same)) {
      return std::nullopt;
    }
    variables.push_back(variable);
    if (space == std::string_view::npos) {
      return variables;
    }
    text.remove_prefix(space + 1);
  }
}

}  // namespace

const syntax::Statement* import_env(std::string_view name, const Document::Entry& entry, ConfigTree& tree) {
  const std::string* const text = string_of(&entry.value);
  if (is_null(entry.value) || (text != nullptr && text->empty())) {
    return nullptr;
  }
  if (entry.value.kind != Document::Kind::scalar) {
    report_kind(tree.diags(), entry.value, "'" + entry.key + "'", "a text of NAME=VALUE words");
    return nullptr;
  }
  const auto variables = text != nullptr ? split(*text) : std::nullopt;
  if (!variables) {
    return tree.assign(name, entry.key_span, tree.value(entry.value));
  }
  Statements statements;
  for (const Variable& variable : *variables) {
    const Span span = part_of(entry.value, *text, variable.value);
    const Span name_span = part_of(entry.value, *text, variable.name);
    statements.push_back(tree.assign(variable.name, name_span, tree.string(variable.value, span)));
  }
  return tree.block(name, entry.key_span, statements, entry.value.span);
}

}  // namespace perfc
