#include "compiler/plan/topology_facts.hpp"

#include <fmt/format.h>

#include "compiler/base/plural.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/plan/commands.hpp"
#include "compiler/plan/exports.hpp"
#include "compiler/plan/names.hpp"
#include "compiler/plan/sbatch.hpp"
#include "compiler/plan/steps.hpp"

namespace perfc {
namespace {

bool check_roles(const Topology& topology, Launched launched, Diagnostics& diags) {
  const auto lacks = [&](std::string_view role, std::string_view help) {
    diags.report(codes::missing_role, topology.origin.span, topology.origin.name, role).advise(std::string(help));
    return false;
  };
  if (!topology.disaggregated()) {
    return topology.server.has_value() ||
           lacks("server", "write 'server { ... }', or 'ctx N { ... }' and 'gen N { ... }'");
  }
  if (!topology.gen && launched != Launched::only_ctx) return lacks("gen", "write 'gen N { ... }' beside 'ctx'");
  if (!topology.ctx && launched != Launched::without_ctx)
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

// A job that must stay in one NVLink domain has to fit into one.
bool check_domain(const Topology& topology, const Cluster& cluster, const Hardware& hardware, Diagnostics& diags) {
  const bool asked = cluster.segment == "always" || (cluster.segment == "disagg" && topology.disaggregated());
  if (!asked || cluster.gpu == nullptr || hardware.gpus <= cluster.gpu->nvlink_domain) return true;
  const std::int64_t domain = cluster.gpu->nvlink_domain;
  const Gpu& gpu = *cluster.gpu;
  Diagnostic& found = diags.report(codes::beyond_domain, topology.origin.span, topology.origin.name, hardware.gpus,
                                   gpu.origin.name, domain);
  found.note(cluster.origin.at("segment"), "here the cluster asks for one domain")
      .advise(fmt::format("{} node{} x {} GPU{} a node = {} GPUs; use fewer servers, or another 'segment'",
                          hardware.nodes, plural(hardware.nodes), cluster.gpus_per_node, plural(cluster.gpus_per_node),
                          hardware.gpus));
  if (gpu.origin.fields == nullptr || gpu.origin.fields->find("nvlink_domain") == nullptr) {
    found.advise(
        fmt::format("gpu '{}' states no 'nvlink_domain', which is how many GPUs one domain joins", gpu.origin.name));
  }
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
  deployment.server = facts.workers;
  if (deployment.launched == Launched::only_ctx) deployment.server += facts.ctx;
  deployment.server_env = joined_env({&deployment.server}, context.env);
}

}  // namespace

TopologyFacts& TopologyCache::make_facts(const Topology& topology) {
  const auto [found, made] = facts_.try_emplace(&topology);
  TopologyFacts& facts = found->second;
  if (!made) return facts;
  check_slurm_section(topology, *diags_);
  facts.name_token = deployment_token(topology);
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

const Deployment* TopologyCache::deployment(const Topology& topology, Launched launched) {
  TopologyFacts& facts = make_facts(topology);
  TopologyFacts::Known& known = facts.deployments.at(static_cast<std::size_t>(launched));
  if (!known.asked) {
    known.deployment = deploy(topology, launched);
    if (known.deployment) set_environments(*known.deployment, facts, *context_);
  }
  known.asked = true;
  return known.deployment ? &*known.deployment : nullptr;
}

std::optional<Deployment> TopologyCache::deploy(const Topology& topology, Launched launched) {
  const Cluster& cluster = *context_->cluster;
  const Contract contract = context_->harness->contract;
  if (!check_roles(topology, launched, *diags_) || cluster.gpus_per_node < 1) return std::nullopt;
  const bool same_nodes = check_gpus_per_node(topology, cluster, *diags_);
  std::optional<Hardware> hardware = plan_hardware(topology, cluster, contract, launched, *diags_);
  if (!same_nodes || !hardware || !check_domain(topology, cluster, *hardware, *diags_)) return std::nullopt;
  Deployment made;
  made.launched = launched;
  if (!topology.disaggregated() || launched == Launched::only_ctx) {
    made.mode = hardware->nodes > 1 ? Mode::multi_agg : Mode::single_agg;
  }
  made.shape = shape_of(*hardware, made.mode, launched);
  made.hardware = std::move(*hardware);
  return made;
}

const Shape& TopologyCache::shape_of(const Hardware& hardware, Mode mode, Launched launched) {
  std::vector<std::int64_t> key = {static_cast<std::int64_t>(mode), static_cast<std::int64_t>(launched)};
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
  const bool gen_only = launched == Launched::without_ctx;
  shape.srun_args = srun_args_of(*context_, mode, gen_only);
  shape.exports = exports_of(hardware, *context_, mode, gen_only);
  return shape;
}

}  // namespace perfc
