// Plans as a table for people.
#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc::driver {

// One table a suite, with its totals; a line for all of them when there are several suites.
std::string plan_table(const std::vector<SuitePlan>& plans);

}  // namespace perfc::driver
