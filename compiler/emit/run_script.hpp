// run.sh: runs the tests of a suite, modes in the order of the dispatcher that it replaces.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] std::string emit_run_script(const SuitePlan& suite);

}  // namespace perfc
