#include "compiler/plan/topology_facts.hpp"

#include <fmt/format.h>

#include "compiler/diag/codes.hpp"
#include "compiler/plan/commands.hpp"
#include "compiler/plan/exports.hpp"
#include "compiler/plan/sbatch.hpp"
#include "compiler/plan/steps.hpp"

namespace perfc {
namespace {

bool check_roles(const Topology& topology, bool gen_only, Diagnostics& diags) {
  const auto lacks = [&](std::string_view role, std::string_view help) {
    diags.report(codes::missing_role, topology.origin.span, topology.origin.name, role).advise(std::string(help));
    return false;
  };
  if (!topology.disaggregated()) {
    return topology.server.has_value() ||
           lacks("server", "write 'server { ... }', or 'ctx N { ... }' and 'gen N { ... }'");
  }
  if (!topology.gen) return lacks("gen", "write 'gen N { ... }' beside 'ctx'");
  if (!topology.ctx && !gen_only)
    return lacks("ctx", "write 'ctx N { ... }' beside 'gen'; only gen_only benchmarks run without");
  return true;
}

bool check_gpus_per_node(const Topology& topology, const Cluster& cluster, Diagnostics& diags) {
  if (!topology.gpus_per_node || *topology.gpus_per_node == cluster.gpus_per_node) return true;
  const Span place = topology.gpus_per_node_span.known() ? topology.gpus_per_node_span : topology.origin.span;
  const Span there = cluster.origin.at("gpus_per_node");
  if (!topology.disaggregated()) {
    diags
        .report(codes::gpus_per_node_ignored, place, topology.origin.name, *topology.gpus_per_node,
                cluster.gpus_per_node, cluster.origin.name)
        .note(there, "the cluster's GPUs a node");
    return true;
  }
  diags
      .report(codes::gpus_per_node_differ, place, topology.origin.name, *topology.gpus_per_node, cluster.origin.name,
              cluster.gpus_per_node)
      .note(there, "the cluster's GPUs a node")
      .advise("run it on a cluster with as many GPUs a node, or mend the configuration");
  return false;
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

void set_environments(Deployment& deployment, const TopologyFacts& facts, const SuiteContext& context) {
  deployment.gen_env = joined_env({&facts.workers, &facts.gen}, context.env);
  deployment.ctx_env = facts.ctx.assignments == facts.gen.assignments
                           ? deployment.gen_env
                           : joined_env({&facts.workers, &facts.ctx}, context.env);
  deployment.router_env = joined_env({&facts.router}, context.env);
  deployment.server_env = joined_env({&facts.workers}, context.env);
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
  if (!known && wanted) set_environments(*wanted, facts, *context_);
  known = true;
  return wanted ? &*wanted : nullptr;
}

std::optional<Deployment> TopologyCache::deploy(const Topology& topology, bool gen_only) {
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
        .advise(fmt::format("ceil({} GPUs / {} a node) = {} nodes; choose sizes that fit on one node",
                            server.gpus_per_server, cluster.gpus_per_node, hardware->nodes));
    return std::nullopt;
  }
  Deployment made;
  made.shape = shape_of(*hardware, disagg ? Mode::disagg : Mode::single_agg, gen_only);
  made.hardware = std::move(*hardware);
  return made;
}

const Shape& TopologyCache::shape_of(const Hardware& hardware, Mode mode, bool gen_only) {
  std::vector<std::int64_t> key = {static_cast<std::int64_t>(mode), gen_only ? 1 : 0};
  for (const RolePlan& role : hardware.roles) {
    key.insert(key.end(), {static_cast<std::int64_t>(role.role.front()), role.servers, role.gpus_per_server});
  }
  const auto [found, made] = shapes_.try_emplace(std::move(key));
  Shape& shape = found->second;
  if (!made) return shape;
  const bool disagg = mode == Mode::disagg;
  std::vector<std::string> sbatch = sbatch_size(hardware, *context_->cluster, mode, context_->harness->contract);
  const std::vector<std::string>& common = disagg ? context_->sbatch_disaggregated : context_->sbatch_aggregated;
  sbatch.insert(sbatch.end(), common.begin(), common.end());
  shape.sbatch = std::move(sbatch);
  for (const RolePlan& role : hardware.roles) {
    if (role.servers > 0) shape.roles.push_back(role);
  }
  shape.steps = steps_of(hardware, *context_, mode);
  shape.srun_args = srun_args_of(*context_, mode, gen_only);
  shape.exports = exports_of(hardware, *context_, mode, gen_only);
  return shape;
}

}  // namespace perfc
