// What all tests of a suite have in common, worked out once: paths as the host and as the container see them, mounts,
// argument vectors. A suite may hold thousands of tests.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/plan/mounts.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// Paths of the host, without a slash at their end.
struct HostPaths {
  Text repo;
  Text models;
  Text work;   // the cluster's work_dir
  Text tests;  // folder of the tests' own work directories (perfc)
  Text run_script;
  Text install_script;
};

// The pytest call between the launcher and the id, for one kind of test.
struct PytestWords {
  std::vector<Text> words;
  Text prefix;      // disagg_upload
  Text id_begin;    // module::function[prefix-
  Text config_dir;  // where the configurations lie
};

struct SuiteContext {
  const Suite* suite = nullptr;
  const Cluster* cluster = nullptr;
  const Harness* harness = nullptr;

  HostPaths host;
  Mounts mounts;
  WorkMount work_mount = WorkMount::own;
  Text job_workspace = Text::work_dir() + "/disagg_workspace";  // on the host
  // As processes in the container see them.
  Text repo;
  Text models;
  Text run_script;
  Text install_script;
  std::vector<NeededPath> needed;   // of every test
  std::vector<NeededPath> scripts;  // of those that have run and install script, as far as the host has them

  SharedVector<std::pair<std::string, Text>> env;  // in front of every pytest call
  Text launcher;
  std::int64_t pytest_timeout_s = 0;
  PytestWords disaggregated;
  PytestWords aggregated;
  std::vector<Text> srun_args;      // up to --container-env
  std::vector<Text> container_env;  // names that the cluster's srun_args ask for (perfc: merged into one option)
  std::vector<std::string> sbatch_disaggregated;
  std::vector<std::string> sbatch_aggregated;

  [[nodiscard]] bool literal() const { return harness->contract == Contract::literal_2026_01; }
};

// Positions in PytestWords::words of what may differ between tests.
enum PytestWord : std::size_t { kTimeoutWord = 1, kOutputDirWord = 5, kCsvWord = 6, kJunitWord = 9 };

// Reports what the cluster lacks; the context is whole all the same, so that tests can be checked.
SuiteContext make_context(const Suite& suite, Diagnostics& diags);

// --output-dir, --csv and --junit-xml for a work directory.
void set_output_words(std::vector<Text>& words, const Text& work_dir);

}  // namespace perfc
