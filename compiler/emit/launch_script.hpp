// launch.sh: what the cluster runs. Sbatch header, exports, common srun arguments, then one call a step.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

// With kExpectationsMark where expectations belong: those are another test's in each of a family.
[[nodiscard]] std::string emit_launch_frame(const SuitePlan& suite, const TestPlan& test);
[[nodiscard]] std::string emit_launch_script(const SuitePlan& suite, const TestPlan& test);

}  // namespace perfc
