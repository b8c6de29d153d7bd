// What runtime/verdict.sh judges by, as calls in launch.sh.
#pragma once

#include <string>
#include <string_view>

#include "compiler/plan/plan.hpp"

namespace perfc {

// A line that no script has.
inline constexpr std::string_view kExpectationsMark = "#: expectations\n";

// The text with the test's expectations in place of the mark.
[[nodiscard]] std::string with_expectations(std::string text, const TestPlan& test);

}  // namespace perfc
