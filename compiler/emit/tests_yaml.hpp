// tests.yml: the suite as a test-db list, with the conditions under which its tests can run.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] std::string emit_tests_yaml(const SuitePlan& suite);

}  // namespace perfc
