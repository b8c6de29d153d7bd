// The ids of tests as text: one test's test_list.txt and the suite's tests.txt.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] std::string emit_test_list(const SuitePlan& suite, const TestPlan& test);
[[nodiscard]] std::string emit_test_ids(const SuitePlan& suite);

}  // namespace perfc
