// A suite as a list of tests, with the conditions under which they can run.
#pragma once

#include "compiler/base/test_list.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// Tests of one group that run under the same condition (GPUs, stage and what the program adds) form a block; blocks
// stand in the order of their first tests.
[[nodiscard]] TestList list_of_suite(const SuitePlan& suite);

}  // namespace perfc
