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

// What must be on the cluster before a suite can run there: a word for people, a path.
using Needed = std::vector<std::pair<std::string_view, Text>>;

void add(Needed& needed, std::string_view name, const Text& path) {
  const bool known = std::any_of(needed.begin(), needed.end(), [&](const auto& other) { return other.second == path; });
  if (!path.empty() && !known) needed.emplace_back(name, path);
}

Needed needed_by(const SuitePlan& suite) {
  Needed needed;
  const Cluster& cluster = *suite.suite->cluster;
  add(needed, "the repository", cluster.repo.value_or(Text()));
  const Text image = cluster.container.image.value_or(Text());
  if (image.literal() && !image.empty() && image.str().front() == '/') add(needed, "the container image", image);
  for (const TestPlan& test : suite.tests) {
    add(needed, "the run script", test.run_script_file);
    add(needed, "the install script", test.install_script_file);
    add(needed, "the folder of configurations", test.config_dir);
  }
  return needed;
}

std::string set_paths(const SuitePlan& suite, RunTimeValues& values) {
  const std::string work_dir = values.word(suite.suite->cluster->work_dir.value_or(Text()));
  const std::string work_guards = guards(values.take_required(), "    ");
  std::string names;
  std::string paths;
  for (const auto& [name, path] : needed_by(suite)) {
    names += (names.empty() ? "" : " ") + shell_word(name);
    paths += (paths.empty() ? "" : " ") + values.word(path);
  }
  return fmt::format(
      "set_paths() {{\n  if [[ -z $workDir ]]; then\n{}    workDir={}\n  fi\n{}  NEEDED_NAMES=({})\n  "
      "NEEDED_PATHS=({})\n}}\n",
      work_guards, work_dir, guards(values.take_required(), "  "), names, paths);
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
