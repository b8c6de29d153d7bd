// What each run of a test must reach: the program's bounds, those that follow from a baseline, and those that keep an
// empty run from passing.
#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc {

// In the order in which the runs take place; empty when no load of the test expects anything.
[[nodiscard]] std::vector<ExpectedRun> expected_runs(const std::vector<const Benchmark*>& loads, const TestNames& names,
                                                     bool literal, Diagnostics& diags);

}  // namespace perfc
