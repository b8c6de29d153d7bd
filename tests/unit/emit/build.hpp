// Plans made by hand, and ways to run what is emitted for them through real programs.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

#include "compiler/plan/plan.hpp"

namespace perfc::test {

// A suite of one disaggregated test: one CTX server of one node, one GEN server of two.
struct World {
  Gpu gpu;
  Cluster cluster;
  Harness harness;
  Suite suite;
  Test test;
  SuitePlan plan;

  explicit World(Contract contract = Contract::perfc) {
    gpu.matches = {"gb200"};
    cluster.origin.name = "lab";
    cluster.gpu = &gpu;
    harness.contract = contract;
    suite.origin.name = "nightly";
    suite.cluster = &cluster;
    suite.harness = &harness;
    test.stage = "post_merge";
    plan.suite = &suite;
    plan.tests.push_back(disaggregated(contract));
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  TestPlan& only() { return plan.tests.front(); }

 private:
  TestPlan disaggregated(Contract contract);
};

inline StepPlan step(std::string label, std::string log, bool background, std::vector<std::string> options) {
  StepPlan out;
  out.label = label;
  out.command = label.substr(0, label.find('_') == 3 ? 3 : std::string::npos);
  if (label == "install") out.command.clear();
  out.log = std::move(log);
  out.background = background;
  out.options = std::move(options);
  return out;
}

inline TestPlan World::disaggregated(Contract contract) {
  TestPlan made;
  made.test = &test;
  made.name = made.config_name = "case";
  made.id = "perf/test_perf_sanity.py::test_e2e[disagg_upload-case]";
  made.id_in_brackets = "disagg_upload-case";
  made.nodes = 3;
  made.gpus_per_node = 4;
  made.gpus = 12;
  made.timeout_s = 5400;
  made.roles = {{"ctx", 1, 4, 1, 4, {{2, 1}}}, {"gen", 1, 8, 2, 4, {{0, 2}}}};
  const std::vector<Text> call = {"pytest", "-vv", "--rootdir", "/opt/trtllm/tests", made.id};
  std::vector<Text> launched = call;
  launched.insert(launched.begin(), "/opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch");
  const std::vector<std::pair<std::string, Text>> env = {{"LLM_ROOT", "/opt/trtllm"}, {"COLUMNS", "300"}};
  made.pytest = {"PYTEST", {}, env, {}, launched};
  auto worker = env;
  worker.insert(worker.begin(), {"TLLM_LOG_LEVEL", "INFO"});
  made.commands = {{"GEN", {"UCX_TLS"}, worker, {}, launched},
                   {"CTX", {"UCX_TLS"}, worker, {}, launched},
                   {"DISAGG_SERVER", {}, env, {}, call},
                   {"BENCHMARK", {}, env, {}, call}};
  const std::vector<std::string> single = {"--kill-on-bad-exit=1", "--overlap", "-N", "1", "--ntasks=1"};
  made.steps = {step("install", "install.log", false, {}),
                step("GEN_0", "gen_server_0.log", true, {"--kill-on-bad-exit=1", "-N", "2", "--ntasks=8"}),
                step("CTX_0", "ctx_server_0.log", true, {"--kill-on-bad-exit=1", "-N", "1", "--ntasks=4"}),
                step("DISAGG_SERVER", "disagg_server.log", true, single), step("BENCHMARK", "", false, single)};
  if (contract == Contract::perfc) {
    made.steps[1].nodes = NodeSlice{0, 2};
    made.steps[2].nodes = NodeSlice{2, 1};
    made.steps[3].nodes = made.steps[4].nodes = NodeSlice{0, 1};
  }
  made.sbatch = {"--nodes=3", "--gpus-per-node=4", "--partition=batch"};
  made.output = Text("/work/slurm_%j.log");
  made.exports = {{"jobWorkspace", Text::work_dir() + "/disagg_workspace"},
                  {"stageName", "disagg_perf_test_case"},
                  {"coverageConfigFile", Text::work_dir() + "/coverage_config.json"},
                  {"NVIDIA_IMEX_CHANNELS", Text::env("NVIDIA_IMEX_CHANNELS", "0")},
                  {"runScript", "/scripts/slurm_run.sh"},
                  {"installScript", "/scripts/slurm_install.sh"},
                  {"totalGpus", "12"}};
  made.srun_args = {Text("--container-name=disagg_test_") + Text::env("SLURM_JOB_ID"),
                    "--container-mounts=/data/models:/data", "--mpi=pmix"};
  made.job_workspace = Text::work_dir() + "/disagg_workspace";
  made.run_script = made.run_script_file = "/scripts/slurm_run.sh";
  made.install_script = made.install_script_file = "/scripts/slurm_install.sh";
  made.needed = {{"the run script", "/scripts/slurm_run.sh"}, {"the install script", "/scripts/slurm_install.sh"}};
  made.work_dir = contract == Contract::perfc ? "/work/nightly/case" : "/work";
  made.config_dir = "/opt/trtllm/configs";
  return made;
}

// A folder of its own that goes away with the object.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "perfc-emit-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string write(std::string_view name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  [[nodiscard]] std::string read(std::string_view name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::string path(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// What a program printed, and its exit status; `command` goes through sh.
struct Outcome {
  int status = -1;
  std::string output;
};
inline Outcome run(const Folder& folder, const std::string& command) {
  const std::string line = "{ " + command + "\n} >'" + folder.path("output") + "' 2>&1";
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 255, folder.read("output")};
}

inline bool has_program(const std::string& name) {
  return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

}  // namespace perfc::test
