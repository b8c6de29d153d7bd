// Environments as the one text that configurations have for them: `K=V K2=V2`.
#pragma once

#include <string>

#include "compiler/program/program.hpp"

namespace perfc {

// A text as it is; a map as words that come back unchanged from one evaluation by a shell.
[[nodiscard]] std::string env_text(const Env& env);
// Both, joined by a blank.
[[nodiscard]] std::string env_text(const Env& common, const Env& own);

}  // namespace perfc
