#include "compiler/plan/topology_facts.hpp"

#include <fmt/format.h>

#include "compiler/diag/codes.hpp"
#include "compiler/plan/sbatch.hpp"

namespace perfc {
namespace {

bool check_roles(const Topology& topology, bool gen_only, Diagnostics& diags) {
  const auto lacks = [&](std::string_view role, std::string_view help) {
    diags.report(codes::missing_role, topology.origin.span, topology.origin.name, role).advise(std::string(help));
    return false;
  };
  if (!topology.disaggregated()) {
    return topology.server.has_value() || lacks("server", "write 'server { ... }', or 'ctx N { ... }' and 'gen N { ... }'");
  }
  if (!topology.gen) return lacks("gen", "write 'gen N { ... }' beside 'ctx'");
  if (!topology.ctx && !gen_only) return lacks("ctx", "write 'ctx N { ... }' beside 'gen'; only gen_only benchmarks run without");
  return true;
}

bool check_gpus_per_node(const Topology& topology, const Cluster& cluster, Diagnostics& diags) {
  if (!topology.gpus_per_node || *topology.gpus_per_node == cluster.gpus_per_node) return true;
  const Span place = topology.gpus_per_node_span.known() ? topology.gpus_per_node_span : topology.origin.span;
  const Span there = cluster.origin.at("gpus_per_node");
  if (!topology.disaggregated()) {
    diags.report(codes::gpus_per_node_ignored, place, topology.origin.name, *topology.gpus_per_node, cluster.gpus_per_node,
                 cluster.origin.name)
        .note(there, "the cluster's GPUs a node");
    return true;
  }
  diags.report(codes::gpus_per_node_differ, place, topology.origin.name, *topology.gpus_per_node, cluster.origin.name,
               cluster.gpus_per_node)
      .note(there, "the cluster's GPUs a node")
      .advise("run it on a cluster with as many GPUs a node, or mend the configuration");
  return false;
}

std::vector<std::pair<std::string, Text>> hardware_exports(const Hardware& hardware, std::int64_t gpus_per_node, bool disagg) {
  const auto text = [](std::int64_t number) { return Text(std::to_string(number)); };
  std::vector<std::pair<std::string, Text>> exports;
  const RolePlan none;
  const RolePlan* ctx_plan = hardware.role("ctx");
  const RolePlan* gen_plan = hardware.role("gen");
  const RolePlan& ctx = ctx_plan != nullptr ? *ctx_plan : none;
  const RolePlan& gen = gen_plan != nullptr ? *gen_plan : none;
  if (disagg) {
    exports = {{"numCtxServers", text(ctx.servers)}, {"numGenServers", text(gen.servers)}};
  }
  exports.emplace_back("gpusPerNode", text(gpus_per_node));
  if (disagg) {
    exports.emplace_back("gpusPerCtxServer", text(ctx.gpus_per_server));
    exports.emplace_back("gpusPerGenServer", text(gen.gpus_per_server));
    exports.emplace_back("nodesPerCtxServer", text(ctx.nodes_per_server));
    exports.emplace_back("nodesPerGenServer", text(gen.nodes_per_server));
  }
  exports.emplace_back("totalNodes", text(hardware.nodes));
  exports.emplace_back("totalGpus", text(hardware.gpus));
  return exports;
}

// A role's own environment; contract 2026-01 knows none.
EnvWords role_words(const std::optional<Role>& role, const SuiteContext& context, Diagnostics& diags) {
  if (!role || role->env.empty()) return {};
  EnvWords words = env_words(role->env, diags);
  if (!context.literal()) return words;
  diags.report(codes::role_env_ignored, role->env.span.known() ? role->env.span : role->span, role->name)
      .advise("move it to the topology's own 'env', or use contract \"perfc\"");
  return {};
}

}  // namespace

TopologyFacts& TopologyCache::make_facts(const Topology& topology) {
  const auto [found, made] = facts_.try_emplace(&topology);
  TopologyFacts& facts = found->second;
  if (!made) return facts;
  facts.mode = topology.disaggregated() ? Mode::disagg : Mode::single_agg;
  facts.workers = env_words(topology.env, *diags_);
  if (topology.disaggregated()) {
    facts.ctx = role_words(topology.ctx, *context_, *diags_);
    facts.gen = role_words(topology.gen, *context_, *diags_);
    facts.router = env_words(topology.router_env, *diags_);
  } else if (topology.server) {
    facts.workers += env_words(topology.server->env, *diags_);
  }
  return facts;
}

const TopologyFacts& TopologyCache::facts(const Topology& topology) { return make_facts(topology); }

const Deployment* TopologyCache::deployment(const Topology& topology, bool gen_only) {
  TopologyFacts& facts = make_facts(topology);
  std::optional<Deployment>& wanted = gen_only ? facts.without_ctx : facts.full;
  bool& known = gen_only ? facts.without_ctx_known : facts.full_known;
  if (!known) wanted = deploy(topology, gen_only);
  known = true;
  return wanted ? &*wanted : nullptr;
}

std::optional<Deployment> TopologyCache::deploy(const Topology& topology, bool gen_only) const {
  const Cluster& cluster = *context_->cluster;
  const Contract contract = context_->harness->contract;
  if (!check_roles(topology, gen_only, *diags_) || cluster.gpus_per_node < 1) return std::nullopt;
  const bool same_nodes = check_gpus_per_node(topology, cluster, *diags_);
  std::optional<Hardware> hardware = plan_hardware(topology, cluster, contract, gen_only, *diags_);
  if (!same_nodes || !hardware) return std::nullopt;
  const bool disagg = topology.disaggregated();
  if (!disagg && hardware->nodes > 1) {
    const RolePlan& server = hardware->roles.front();
    diags_->report(codes::aggregated_nodes, topology.server->span, topology.origin.name, hardware->nodes)
        .advise(fmt::format("ceil({} GPUs / {} a node) = {} nodes; choose sizes that fit on one node", server.gpus_per_server,
                            cluster.gpus_per_node, hardware->nodes));
    return std::nullopt;
  }
  Deployment made;
  made.exports = hardware_exports(*hardware, cluster.gpus_per_node, disagg);
  made.sbatch = sbatch_size(*hardware, cluster, disagg ? Mode::disagg : Mode::single_agg, contract);
  const std::vector<std::string>& common = disagg ? context_->sbatch_disaggregated : context_->sbatch_aggregated;
  made.sbatch.insert(made.sbatch.end(), common.begin(), common.end());
  made.hardware = std::move(*hardware);
  return made;
}

}  // namespace perfc
