#include "compiler/plan/steps.hpp"

#include <fmt/format.h>

#include "compiler/plan/paths.hpp"

namespace perfc {
namespace {

// Position of --container-workdir in SuiteContext::srun_args.
constexpr std::size_t kWorkdirArgument = 2;

bool is_direct(const SuiteContext& context, Mode mode) { return mode != Mode::disagg && context.literal(); }

StepPlan install_step() {
  StepPlan step;
  step.label = "install";
  step.log = "install.log";
  return step;
}

std::vector<std::string> sized_options(const RolePlan& role) {
  return {"--kill-on-bad-exit=1", "-N", std::to_string(role.nodes_per_server),
          fmt::format("--ntasks={}", role.nodes_per_server * role.tasks_per_node),
          fmt::format("--ntasks-per-node={}", role.tasks_per_node)};
}

// GEN_0 ... in the background, each on its own nodes where the contract pins them.
void add_servers(std::vector<StepPlan>& steps, std::string_view label, std::string_view log, const RolePlan* role,
                 bool pinned) {
  if (role == nullptr) return;
  for (std::size_t i = 0; i < role->slices.size(); ++i) {
    StepPlan& step = steps.emplace_back();
    step.label = fmt::format("{}_{}", label, i);
    step.command = label;
    step.log = fmt::format("{}_{}.log", log, i);
    step.background = true;
    step.options = sized_options(*role);
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

// Servers are ready before the router starts, and the router before the client: the last two of the steps.
void add_probes(std::vector<StepPlan>& steps, const Readiness& readiness) {
  const std::size_t router = steps.size() - 2;
  std::vector<ReadyProbe> before_client;
  const auto add = [&](ReadyProbe::Kind kind, const std::optional<Text>& argument) {
    if (argument) before_client.push_back({kind, router, *argument});
  };
  add(ReadyProbe::Kind::log, readiness.router_log);
  add(ReadyProbe::Kind::url, readiness.url);
  add(ReadyProbe::Kind::command, readiness.command);
  steps[router + 1].awaits = std::move(before_client);
  if (readiness.log) steps[router].awaits = std::vector<ReadyProbe>{{ReadyProbe::Kind::log, 1, *readiness.log}};
}

StepPlan aggregated_step(const Hardware& hardware) {
  StepPlan step;
  step.label = "SERVER";
  step.command = "SERVER";
  step.options = sized_options(hardware.roles.front());
  return step;
}

StepPlan direct_step(const Cluster& cluster, std::int64_t nodes) {
  StepPlan step;
  step.label = "SERVER";
  step.options = {"-N", "1"};
  if (nodes > 1) step.options = {fmt::format("--nodes={}", nodes), "--ntasks-per-node=1"};
  if (cluster.account) step.options.insert(step.options.end(), {"-A", *cluster.account});
  if (cluster.partition) step.options.insert(step.options.end(), {"-p", *cluster.partition});
  return step;
}

// The reference's own words, whatever the cluster mounts.
std::vector<Text> direct_arguments(const SuiteContext& context) {
  const HostPaths& host = context.host;
  std::vector<Text> args = {
      "--mpi=" + context.cluster->mpi, "--container-image=" + context.cluster->container.image.value_or(Text()),
      "--container-workdir=" + host.repo,
      "--container-mounts=" + host.repo + ":" + host.repo + "," + host.models + ":" + host.models};
  args.insert(args.end(), context.cluster->srun_args.begin(), context.cluster->srun_args.end());
  return args;
}

}  // namespace

std::vector<StepPlan> steps_of(const Hardware& hardware, const SuiteContext& context, Mode mode) {
  if (is_direct(context, mode)) return {direct_step(*context.cluster, hardware.nodes)};
  if (mode != Mode::disagg) return {aggregated_step(hardware)};
  const bool pinned = !context.literal();
  std::vector<StepPlan> steps = {install_step()};
  add_servers(steps, "GEN", "gen_server", hardware.role("gen"), pinned);
  add_servers(steps, "CTX", "ctx_server", hardware.role("ctx"), pinned);
  steps.push_back(single_task_step("DISAGG_SERVER", "disagg_server.log", true, pinned));
  steps.push_back(single_task_step("BENCHMARK", "", false, pinned));
  if (context.harness->readiness && pinned) add_probes(steps, *context.harness->readiness);
  return steps;
}

std::vector<Text> srun_args_of(const SuiteContext& context, Mode mode, bool gen_only) {
  if (is_direct(context, mode)) return direct_arguments(context);
  std::vector<Text> names;
  if (gen_only) names.emplace_back(kGenOnlyVariable);
  if (mode == Mode::disagg) names.emplace_back("DISAGG_SERVING_TYPE");
  names.emplace_back("pytestCommand");
  std::vector<Text> args = context.srun_args;
  if (context.literal()) {
    for (const Text& name : names) args.push_back("--container-env=" + name);
    return args;
  }
  // srun takes the last --container-env alone.
  names.insert(names.end(), context.container_env.begin(), context.container_env.end());
  args.push_back("--container-env=" + join(names, ","));
  return args;
}

void set_steps(TestPlan& plan, const TestFacts& facts) {
  const SuiteContext& context = facts.context;
  plan.steps = facts.deployment.shape.steps;
  plan.srun_args = facts.deployment.shape.srun_args;
  if (is_direct(context, plan.mode)) plan.steps.front().direct = plan.commands.front().argv;
  if (context.work_mount == WorkMount::other_path && !context.cluster->container.workdir) {
    plan.srun_args[kWorkdirArgument] = "--container-workdir=" + facts.work_dir + "/disagg_workspace";
  }
}

}  // namespace perfc
