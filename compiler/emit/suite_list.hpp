// A suite as a list of tests, with the conditions under which they can run.
#pragma once

#include "compiler/base/test_list.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// Tests that need the same number of GPUs, belong to the same stage and have the same written conditions form a block;
// blocks stand in the order of their first tests.
[[nodiscard]] TestList list_of_suite(const SuitePlan& suite);

}  // namespace perfc
