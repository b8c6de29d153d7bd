// The environment of a role as words of a command: NAME=value in front, then words that are no assignments. A text is
// read as a shell would read it, except that nothing in it is ever expanded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

struct EnvWords {
  std::vector<std::pair<std::string, Text>> assignments;
  std::vector<Text> words;

  EnvWords& operator+=(const EnvWords& other);
};

// Equal for environments that come to the same words and the same reports.
std::string key_of(const Env& env);

// Reports a quote that is never closed and names that no variable can have.
EnvWords env_words(const Env& env, Diagnostics& diags);

}  // namespace perfc
