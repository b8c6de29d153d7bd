// client.sh: the load generator's calls, for use by hand.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] std::string emit_client_script(const SuitePlan& suite, const TestPlan& test);

}  // namespace perfc
