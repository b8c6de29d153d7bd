#include "compiler/plan/steps.hpp"

#include <fmt/format.h>

#include "compiler/plan/paths.hpp"

namespace perfc {
namespace {

// Position of --container-workdir in SuiteContext::srun_args.
constexpr std::size_t kWorkdirArgument = 2;

StepPlan install_step() {
  StepPlan step;
  step.label = "install";
  step.log = "install.log";
  return step;
}

std::vector<std::string> sized_options(std::int64_t nodes, std::int64_t tasks_per_node) {
  return {"--kill-on-bad-exit=1", "-N", std::to_string(nodes), fmt::format("--ntasks={}", nodes * tasks_per_node),
          fmt::format("--ntasks-per-node={}", tasks_per_node)};
}

// GEN_0 ... in the background, each on its own nodes where the contract pins them.
void add_servers(TestPlan& plan, std::string_view label, std::string_view log, const RolePlan* role, bool pinned) {
  if (role == nullptr) return;
  for (std::size_t i = 0; i < role->slices.size(); ++i) {
    StepPlan& step = plan.steps.emplace_back();
    step.label = fmt::format("{}_{}", label, i);
    step.command = label;
    step.log = fmt::format("{}_{}.log", log, i);
    step.background = true;
    step.options = sized_options(role->nodes_per_server, role->tasks_per_node);
    if (pinned) step.nodes = role->slices[i];
  }
}

// Router and client share the first node with a server.
StepPlan single_task_step(std::string_view label, std::string_view log, bool background, bool pinned) {
  StepPlan step;
  step.label = label;
  step.command = label;
  step.log = log;
  step.background = background;
  step.options = {"--kill-on-bad-exit=1", "--overlap", "-N", "1", "--ntasks=1", "--ntasks-per-node=1"};
  if (pinned) step.nodes = NodeSlice{0, 1};
  return step;
}

void add_disaggregated_steps(TestPlan& plan, const TestFacts& facts) {
  const bool pinned = !facts.context.literal();
  const Hardware& hardware = facts.deployment.hardware;
  plan.steps.reserve(8);
  plan.steps.push_back(install_step());
  add_servers(plan, "GEN", "gen_server", hardware.role("gen"), pinned);
  add_servers(plan, "CTX", "ctx_server", hardware.role("ctx"), pinned);
  plan.steps.push_back(single_task_step("DISAGG_SERVER", "disagg_server.log", true, pinned));
  plan.steps.push_back(single_task_step("BENCHMARK", "", false, pinned));
}

void add_aggregated_step(TestPlan& plan, const TestFacts& facts) {
  StepPlan& step = plan.steps.emplace_back();
  step.label = "SERVER";
  if (!facts.context.literal()) {
    const RolePlan& server = facts.deployment.hardware.roles.front();
    step.command = "SERVER";
    step.options = sized_options(server.nodes_per_server, server.tasks_per_node);
    return;
  }
  const Cluster& cluster = *facts.context.cluster;
  step.options = {"-N", "1"};
  if (cluster.account) step.options.insert(step.options.end(), {"-A", *cluster.account});
  if (cluster.partition) step.options.insert(step.options.end(), {"-p", *cluster.partition});
  step.direct = plan.commands.front().argv;
}

void add_container_env(TestPlan& plan, const SuiteContext& context) {
  std::vector<Text> names;
  if (plan.gen_only) names.emplace_back("TRTLLM_DISAGG_BENCHMARK_GEN_ONLY");
  if (plan.mode == Mode::disagg) names.emplace_back("DISAGG_SERVING_TYPE");
  names.emplace_back("pytestCommand");
  if (context.literal()) {
    for (const Text& name : names) plan.srun_args.push_back("--container-env=" + name);
    return;
  }
  names.insert(names.end(), context.container_env.begin(), context.container_env.end());
  plan.srun_args.push_back("--container-env=" + join(names, ","));
}

// The reference's own words, whatever the cluster mounts.
void set_direct_arguments(TestPlan& plan, const SuiteContext& context) {
  const HostPaths& host = context.host;
  plan.srun_args = {"--mpi=" + context.cluster->mpi, "--container-image=" + context.cluster->container.image.value_or(Text()),
                    "--container-workdir=" + host.repo,
                    "--container-mounts=" + host.repo + ":" + host.repo + "," + host.models + ":" + host.models};
  plan.srun_args.insert(plan.srun_args.end(), context.cluster->srun_args.begin(), context.cluster->srun_args.end());
}

void set_exports(TestPlan& plan, const TestFacts& facts) {
  const SuiteContext& context = facts.context;
  const auto& numbers = facts.deployment.exports;
  const std::string_view stage = plan.mode == Mode::disagg ? "disagg_perf_test_" : "aggr_perf_test_";
  plan.exports.reserve(numbers.size() + 10);
  plan.exports.emplace_back("jobWorkspace", facts.work_dir + "/disagg_workspace");
  plan.exports.emplace_back("llmSrcNode", context.repo);
  plan.exports.emplace_back("stageName", std::string(stage) + plan.name);
  plan.exports.emplace_back("perfMode", "true");
  plan.exports.emplace_back("resourcePathNode", context.repo);
  plan.exports.emplace_back("coverageConfigFile", facts.work_dir + "/coverage_config.json");
  plan.exports.emplace_back("NVIDIA_IMEX_CHANNELS", Text::env("NVIDIA_IMEX_CHANNELS", "0"));
  if (plan.gen_only) plan.exports.emplace_back("TRTLLM_DISAGG_BENCHMARK_GEN_ONLY", "1");
  plan.exports.emplace_back("runScript", context.run_script);
  plan.exports.emplace_back("installScript", context.install_script);
  plan.exports.insert(plan.exports.end(), numbers.begin(), numbers.end());
}

}  // namespace

void set_steps(TestPlan& plan, const TestFacts& facts) {
  const SuiteContext& context = facts.context;
  plan.run_script = context.run_script;
  plan.install_script = context.install_script;
  plan.run_script_file = context.host.run_script;
  plan.install_script_file = context.host.install_script;
  plan.job_workspace = Text::work_dir() + "/disagg_workspace";
  plan.work_mount = context.work_mount;
  if (plan.mode != Mode::disagg && context.literal()) {
    add_aggregated_step(plan, facts);
    set_direct_arguments(plan, context);
    return;
  }
  plan.srun_args.reserve(context.srun_args.size() + 3);
  plan.srun_args = context.srun_args;
  if (context.work_mount == WorkMount::other_path && !context.cluster->container.workdir) {
    plan.srun_args[kWorkdirArgument] = "--container-workdir=" + facts.work_dir + "/disagg_workspace";
  }
  add_container_env(plan, context);
  set_exports(plan, facts);
  if (plan.mode == Mode::disagg) {
    add_disaggregated_steps(plan, facts);
  } else {
    add_aggregated_step(plan, facts);
  }
}

}  // namespace perfc
