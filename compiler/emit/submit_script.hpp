// submit.sh: submits launch.sh, follows the job, says where its logs are. Almost all of it is runtime/submit.sh.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] std::string emit_submit_script(const SuitePlan& suite, const TestPlan& test);

}  // namespace perfc
