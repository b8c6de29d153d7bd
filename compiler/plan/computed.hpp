// Fields that follow from other facts and were written all the same: an error that says what they come to.
#pragma once

#include "compiler/diag/diagnostic.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// `plan` has its numbers already; null for a test that cannot be planned.
void report_computed(const Test& test, const TestPlan* plan, Diagnostics& diags);

}  // namespace perfc
