#include "compiler/plan/exports.hpp"

#include <algorithm>
#include <iterator>

namespace perfc {
namespace {

using Exports = std::vector<std::pair<std::string, Text>>;

// Positions in the list of what depends on the test.
enum Export : std::size_t { kJobWorkspace = 0, kStageName = 2, kCoverage = 5 };

Text text(std::int64_t number) { return std::to_string(number); }

void add_totals(Exports& exports, const Hardware& hardware) {
  exports.emplace_back("totalNodes", text(hardware.nodes));
  exports.emplace_back("totalGpus", text(hardware.gpus));
}

}  // namespace

Exports hardware_exports(const Hardware& hardware, std::int64_t gpus_per_node) {
  Exports exports;
  const RolePlan none;
  const RolePlan* ctx_plan = hardware.role("ctx");
  const RolePlan* gen_plan = hardware.role("gen");
  const RolePlan& ctx = ctx_plan != nullptr ? *ctx_plan : none;
  const RolePlan& gen = gen_plan != nullptr ? *gen_plan : none;
  exports.emplace_back("numCtxServers", text(ctx.servers));
  exports.emplace_back("numGenServers", text(gen.servers));
  exports.emplace_back("gpusPerNode", text(gpus_per_node));
  exports.emplace_back("gpusPerCtxServer", text(ctx.gpus_per_server));
  exports.emplace_back("gpusPerGenServer", text(gen.gpus_per_server));
  exports.emplace_back("nodesPerCtxServer", text(ctx.nodes_per_server));
  exports.emplace_back("nodesPerGenServer", text(gen.nodes_per_server));
  add_totals(exports, hardware);
  return exports;
}

Exports exports_of(const Hardware& hardware, const SuiteContext& context, Mode mode, bool gen_only) {
  if (mode != Mode::disagg && context.literal()) return {};
  Exports exports = {{"jobWorkspace", Text::work_dir() + "/disagg_workspace"},
                     {"llmSrcNode", context.repo},
                     {"stageName", {}},
                     {"perfMode", "true"},
                     {"resourcePathNode", context.repo},
                     {"coverageConfigFile", Text::work_dir() + "/coverage_config.json"},
                     {"NVIDIA_IMEX_CHANNELS", Text::env("NVIDIA_IMEX_CHANNELS", "0")}};
  if (gen_only) exports.emplace_back(kGenOnlyVariable, "1");
  exports.emplace_back("runScript", context.run_script);
  exports.emplace_back("installScript", context.install_script);
  if (mode == Mode::disagg) {
    Exports servers = hardware_exports(hardware, context.cluster->gpus_per_node);
    std::move(servers.begin(), servers.end(), std::back_inserter(exports));
  } else {
    exports.emplace_back("gpusPerNode", text(context.cluster->gpus_per_node));
    add_totals(exports, hardware);
  }
  return exports;
}

void set_exports(TestPlan& plan, const TestFacts& facts) {
  const SuiteContext& context = facts.context;
  plan.run_script = context.run_script;
  plan.install_script = context.install_script;
  plan.run_script_file = context.host.run_script;
  plan.install_script_file = context.host.install_script;
  plan.needed = context.needed;
  if (std::none_of(plan.steps.begin(), plan.steps.end(), [](const StepPlan& step) { return !step.direct.empty(); })) {
    for (const NeededPath& script : context.scripts) plan.needed.push_back(script);
  }
  plan.job_workspace = context.job_workspace;
  plan.work_mount = context.work_mount;
  Exports exports = facts.deployment.shape.exports;
  if (exports.empty()) return;
  exports[kStageName].second = Text(plan.mode == Mode::disagg ? "disagg_perf_test_" : "aggr_perf_test_") + facts.name;
  if (context.work_mount == WorkMount::other_path) {
    exports[kJobWorkspace].second = facts.work_dir + "/disagg_workspace";
    exports[kCoverage].second = facts.work_dir + "/coverage_config.json";
  }
  plan.exports = std::move(exports);
}

}  // namespace perfc
