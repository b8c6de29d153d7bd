// config.yaml: the configuration that the pytest side reads.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] std::string emit_config_yaml(const TestPlan& test, const SuitePlan& suite);

}  // namespace perfc
