// commands.json: what each role runs, as argument arrays and as the exact strings.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

// With kClientsMark where the calls of the load generator belong, which depend on the load.
[[nodiscard]] std::string emit_commands_frame(const SuitePlan& suite, const TestPlan& test);
[[nodiscard]] std::string with_clients(std::string text, const TestPlan& test);
[[nodiscard]] std::string emit_commands_json(const SuitePlan& suite, const TestPlan& test);

}  // namespace perfc
