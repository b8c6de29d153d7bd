// Who runs where: every number, name, path and argument vector of a suite, as pure values. The emitters below this only
// spell; the only arithmetic of the compiler is in this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/mode.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/plan/shared_vector.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// One server's place in the job: indices into the job's node list, in Slurm's order, [first, first + count).
struct NodeSlice {
  std::int64_t first = 0;
  std::int64_t count = 1;
  friend bool operator==(const NodeSlice&, const NodeSlice&) = default;
};

// `ctx`, `gen` or `server`; a role without servers is left out of TestPlan::roles.
struct RolePlan {
  std::string role;
  std::int64_t servers = 0;
  std::int64_t gpus_per_server = 0;
  std::int64_t nodes_per_server = 0;
  std::int64_t tasks_per_node = 0;
  std::vector<NodeSlice> slices;  // one a server
};

// A command that the run script evaluates: unset NAME && K=V ... argv. `argv` and values are unquoted; the emitter
// quotes each word once for `eval`. `label` is GEN, CTX, DISAGG_SERVER, BENCHMARK, SERVER.
struct CommandPlan {
  std::string label;
  std::vector<std::string> unset;
  SharedVector<std::pair<std::string, Text>> env;
  SharedVector<Text> prefix_words;  // of an environment text, before argv: `numactl -N 0`
  SharedVector<Text> argv;
};

// What is waited for before a step starts; `first` and on are the steps whose logs are read.
struct ReadyProbe {
  enum class Kind : std::uint8_t { log, url, command };
  Kind kind = Kind::log;
  std::size_t first = 0;
  Text argument;
};

// One srun call of the launch script, in the order in which they are started.
struct StepPlan {
  std::string label;  // "install", "GEN_0", "CTX_1", "DISAGG_SERVER", "BENCHMARK", "SERVER"
  // Label of the CommandPlan whose text it gets as pytestCommand; empty for install (TestPlan::pytest).
  std::string command;
  std::string log;  // base name in the job workspace; empty: the script's own output
  bool background = false;
  std::vector<std::string> options;  // after the common srun arguments
  std::optional<NodeSlice> nodes;    // pinned to these (contract perfc)
  SharedVector<ReadyProbe> awaits;
  SharedVector<Text> direct;  // aggregated under 2026-01: what srun starts in place of the run script
};

// The load generator's call for one load, once for each concurrency: command, data_words, how many prompts, options.
struct ClientPlan {
  std::string load;
  std::vector<std::int64_t> concurrency;
  std::int64_t rounds = 0;  // prompts are concurrency x rounds
  SharedVector<Text> command;
  SharedVector<Text> data_words;
  SharedVector<Text> options;
  std::string data;                    // which data they are, for the log
  std::optional<Text> file;            // that must be there, unless there are words for that case
  SharedVector<Text> words_otherwise;  // in place of data_words
  std::string data_otherwise;
};

// One demand on a metric of a run, in the units of the load generator's output.
struct ExpectedValue {
  std::size_t metric = 0;  // in kMetrics
  std::string op;          // == != < <= > >=
  double bound = 0;
  std::optional<double> before;  // of the baseline that the bound follows from
  double percent = 0;            // and how far behind it is still good
};

// One run of the load generator, whose output must hold numbers that meet the demands.
struct ExpectedRun {
  std::string load;
  std::int64_t concurrency = 0;
  std::int64_t prompts = 0;
  std::vector<ExpectedValue> values;
};

// How the test's work directory gets into the container.
enum class WorkMount : std::uint8_t {
  own,         // by a mount of its own, which follows `--workspace`; under 2026-01 nobody asks
  same_path,   // the cluster's mounts cover it at its own path: `--workspace` elsewhere needs one more mount
  other_path,  // the cluster's mounts give it another path, which commands and exports spell out: it cannot be replaced
};

// Which of a topology's servers a test starts: a gen_only load needs no ctx servers, a ctx_only load is put on one ctx
// server by itself, which is then an aggregated run.
enum class Launched : std::uint8_t { all, without_ctx, only_ctx };

// What has to be there on the host before a test can run: a word for people, a path.
using NeededPath = std::pair<std::string_view, Text>;

// In its texts the test's own name may still be TextPart::test_name, so that tests share them; named() puts it in.
struct TestPlan {
  const Test* test = nullptr;
  // Tests of a suite with the same number differ in `test`, `name`, `timeout_s`, `clients`, `expected` (but not in
  // whether there is something) and the `config_name` that follows the name alone, and their names are plain_name():
  // what is made of one is made of all.
  std::optional<std::size_t> family;
  std::string name;     // folder, configuration name, last part of the id
  Text id;              // pytest id: module::function[prefix-...]; may hold run-time values of the harness
  Text id_in_brackets;  // of it, what stands in the brackets
  Mode mode = Mode::disagg;
  std::int64_t nodes = 0;
  std::int64_t gpus_per_node = 0;
  std::int64_t gpus = 0;       // nodes x gpus_per_node
  std::int64_t idle_gpus = 0;  // of those, used by no server
  std::int64_t timeout_s = 0;
  std::string config_name;             // file name of the configuration below config_dir, without ".yaml"
  SharedVector<RolePlan> roles;        // ctx, gen or server
  CommandPlan pytest;                  // the bare call: `pytestCommand` of the script, what the installation step sees
  SharedVector<CommandPlan> commands;  // by label
  SharedVector<StepPlan> steps;
  SharedVector<std::string> sbatch;  // "--nodes=3", without "#SBATCH "
  std::optional<Text> output;        // --output=, literal and safe in a header; absent where submit.sh has to pass it
  // jobWorkspace, llmSrcNode ... totalGpus in order, as processes in the container read them. The commands are not
  // among them, nor NVIDIA_VISIBLE_DEVICES, whose default only the script can find out.
  SharedVector<std::pair<std::string, Text>> exports;
  SharedVector<Text> srun_args;  // common to all steps
  Text job_workspace;            // on the host: made before the first step, logs go there
  Text run_script;               // as the step calls it
  Text install_script;
  Text run_script_file;  // on the host: made executable where they exist
  Text install_script_file;
  SharedVector<NeededPath> needed;
  WorkMount work_mount = WorkMount::own;
  Text work_dir;    // the default: <work>/<suite>/<test> (perfc) or <work> (2026-01); TextPart::work_dir refers to it
  Text config_dir;  // where submit.sh puts config.yaml
  Launched launched = Launched::all;
  SharedVector<ExpectedRun> expected;  // empty: nobody judges the metrics
  SharedVector<ClientPlan> clients;

  // Whether its configuration is that of a disaggregated deployment, which is named as the test is.
  [[nodiscard]] bool own_configuration() const { return test->topology->disaggregated(); }
};

// Nodes x GPUs of a node x time limit: what it takes of the cluster at most.
double gpu_hours(const TestPlan& test);

// The same with its name in all texts.
TestPlan named(TestPlan test);

struct SuitePlan {
  const Suite* suite = nullptr;
  std::vector<TestPlan> tests;
};

// Plans a suite; a test that cannot be is reported, with its calculation, and left out.
SuitePlan plan_suite(const Suite& suite, Diagnostics& diags);

}  // namespace perfc
