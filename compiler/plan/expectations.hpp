// What each run of a test must reach: the program's bounds, those that follow from a baseline, and those that keep an
// empty run from passing.
#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc {

// In the order in which the runs take place; empty when no load of the test expects anything. `names` are those of the
// test: its own, and what stands in the brackets of its pytest id.
[[nodiscard]] std::vector<ExpectedRun> expected_runs(const std::vector<const Benchmark*>& loads,
                                                     const std::vector<std::string>& names, bool literal,
                                                     Diagnostics& diags);

}  // namespace perfc
