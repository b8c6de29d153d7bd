// What the emitters of shell scripts share: the shell of runtime/ that a script carries, and lists of words.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/emit/run_time.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// Whether the suite keeps contract "2026-01".
[[nodiscard]] bool literal_contract(const SuitePlan& suite);

// The text of runtime/<name>.sh without its head (which speaks to readers of runtime/, up to the first empty line);
// ends with a line break.
[[nodiscard]] std::string_view runtime_text(std::string_view name);

// Those of several, parted by empty lines, and the call of `main` that ends a script.
[[nodiscard]] std::string runtime_program(std::initializer_list<std::string_view> names);

// What run.sh and sync.sh say of their suite: SUITE, SHARED_WORK_DIR.
[[nodiscard]] std::string suite_values(const SuitePlan& suite);

// A word as an element of an array: an unquoted `a=b` or `a,b` would draw a warning of shellcheck.
[[nodiscard]] std::string array_word(std::string_view text);

// NEEDED_NAMES and NEEDED_PATHS, as lines of set_paths.
[[nodiscard]] std::string needed_lists(const std::vector<NeededPath>& needed, RunTimeValues& values);

// What follows `<work>` in a test's work directory: "/<suite>/<test>", nothing under contract 2026-01.
[[nodiscard]] std::string work_tail(const SuitePlan& suite, const TestPlan& test);

}  // namespace perfc
