#include "compiler/emit/sync_script.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/emit/quote.hpp"
#include "compiler/emit/run_time.hpp"
#include "compiler/emit/run_time_names.hpp"
#include "compiler/emit/script.hpp"

namespace perfc {
namespace {

// What must be on the cluster before a suite can run there.
std::vector<NeededPath> needed_by(const SuitePlan& suite) {
  std::vector<NeededPath> needed;
  const auto add = [&](const NeededPath& path) {
    const bool known =
        std::any_of(needed.begin(), needed.end(), [&](const NeededPath& other) { return other.second == path.second; });
    if (!path.second.empty() && !known) needed.push_back(path);
  };
  for (const TestPlan& test : suite.tests) {
    for (const NeededPath& path : test.needed) add(path);
    add({"the folder of configurations", test.config_dir});
  }
  return needed;
}

std::string set_paths(const SuitePlan& suite, RunTimeValues& values) {
  const std::string work_dir = values.word(suite.suite->cluster->work_dir.value_or(Text()));
  const std::string work_guards = guards(values.take_required(), "    ");
  const std::string needed = needed_lists(needed_by(suite), values);
  return fmt::format("set_paths() {{\n  if [[ -z $workDir ]]; then\n{}    workDir={}\n  fi\n{}{}}}\n", work_guards,
                     work_dir, guards(values.take_required(), "  "), needed);
}

// An array, an element a line.
std::string lines(std::string_view name, const std::vector<std::string>& words) {
  std::string out = fmt::format("{}=(\n", name);
  for (const std::string& word : words) out += fmt::format("  {}\n", array_word(word));
  return out + ")\n";
}

std::vector<std::string> run_time_names(const SuitePlan& suite) {
  RunTimeNames names(RunTimeNames::Which::all);
  names.add(suite.suite->cluster->work_dir.value_or(Text()));
  for (const TestPlan& test : suite.tests) names.add(test);
  return names.names();
}

}  // namespace

bool needs_sync_script(const SuitePlan& suite) {
  return suite.suite->cluster != nullptr && suite.suite->cluster->type == "ssh";
}

std::string emit_sync_script(const SuitePlan& suite, const SyncedFiles& files) {
  const Cluster& cluster = *suite.suite->cluster;
  const std::string host = cluster.host.value_or("");
  RunTimeValues values;
  const std::string paths = set_paths(suite, values);
  std::vector<std::string> tests;
  tests.reserve(suite.tests.size());
  for (const TestPlan& test : suite.tests) tests.push_back(test.name);

  std::string out = "#!/bin/bash\nset -Eeuo pipefail\n\n";
  out += values.fallbacks();
  out += suite_values(suite);
  out += fmt::format("HOST={}\nLOGIN={}\n", shell_word(host), shell_word(cluster.user.value_or("") + '@' + host));
  out += lines("FILES", files.of_suite);
  out += lines("TESTS", tests);
  out += lines("TEST_FILES", files.of_test);
  out += lines("NAMES", run_time_names(suite));
  out += '\n' + paths + '\n';
  out += runtime_program({"script", "sync"});
  return out;
}

}  // namespace perfc
