// The configuration of aggregated tests: one file with a server for each of them, as the pytest side finds a test by
// file and server name.
#pragma once

#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// A file with more servers than this would be written once for each of them; beyond it a test gets a file of its own
// server alone.
inline constexpr std::size_t kMostServers = 256;

// Whether the test's file is that of all tests with its `config_name`.
[[nodiscard]] bool shares_file(const TestPlan& test, const SuitePlan& suite);

// The file of an aggregated test. Tests of the suite with the same `config_name` get the same text.
[[nodiscard]] Document server_file(const TestPlan& test, const SuitePlan& suite);

// The file that these tests share, at least one.
[[nodiscard]] Document file_of_servers(const std::vector<const TestPlan*>& tests, const SuitePlan& suite);

}  // namespace perfc
