// commands.json: what each role runs, as argument arrays and as the exact strings.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] std::string emit_commands_json(const SuitePlan& suite, const TestPlan& test);

}  // namespace perfc
