#include "compiler/plan/hardware.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/base/plural.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

std::optional<std::int64_t> product(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
  return result;
}

std::optional<std::int64_t> sum(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
  return result;
}

// Both positive; adding first could overflow.
std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return a / b + (a % b == 0 ? 0 : 1); }

Span option_span(const Role& role, std::string_view option) {
  const Field* field = role.options ? role.options->find(option) : nullptr;
  return field != nullptr && field->value.span.known() ? field->value.span : role.span;
}

// "tensor 5 x pipeline 1 x context 1 = 5 GPUs", for help lines.
std::string gpu_calculation(const Role& role) {
  if (role.world_size) return fmt::format("world size {}", *role.world_size);
  return fmt::format("tensor {} x pipeline {} x context {}", role.tensor_parallel_size, role.pipeline_parallel_size,
                     role.context_parallel_size);
}

bool check_sizes(const Role& role, Diagnostics& diags) {
  struct Size {
    std::string_view name;
    std::int64_t value;
  };
  const std::array<Size, 4> sizes = {{{"world_size", role.world_size.value_or(1)},
                                      {"tensor_parallel_size", role.tensor_parallel_size},
                                      {"pipeline_parallel_size", role.pipeline_parallel_size},
                                      {"context_parallel_size", role.context_parallel_size}}};
  bool possible = true;
  for (const Size& size : sizes) {
    if (size.value >= 1) continue;
    diags.report(codes::bad_size, option_span(role, size.name), role.name, size.name, size.value);
    possible = false;
  }
  return possible;
}

std::optional<std::int64_t> gpus_of(const Role& role, Diagnostics& diags) {
  if (!check_sizes(role, diags)) return std::nullopt;
  const std::optional<std::int64_t> gpus = ranks_of(role);
  if (!gpus) diags.report(codes::uncountable, role.span, role.name, gpu_calculation(role) + " GPUs");
  return gpus;
}

// Contract 2026-01 starts one task a GPU of the nodes; perfc one a rank, spread evenly.
std::optional<std::int64_t> tasks_of(const Role& role, const RolePlan& plan, const Cluster& cluster, Contract contract,
                                     Diagnostics& diags) {
  if (contract == Contract::literal_2026_01) return cluster.gpus_per_node;
  if (plan.gpus_per_server % plan.nodes_per_server == 0) return plan.gpus_per_server / plan.nodes_per_server;
  diags.report(codes::uneven_tasks, role.span, role.name, plan.gpus_per_server, plan.nodes_per_server)
      .advise(
          fmt::format("{} = {} GPUs; ceil({} / {} GPUs a node) = {} nodes; {} / {} is no whole number of tasks a node",
                      gpu_calculation(role), plan.gpus_per_server, plan.gpus_per_server, cluster.gpus_per_node,
                      plan.nodes_per_server, plan.gpus_per_server, plan.nodes_per_server));
  return std::nullopt;
}

bool check_servers(const Role& role, bool may_be_none, Diagnostics& diags) {
  if (role.servers > 0 || (role.servers == 0 && may_be_none)) return true;
  const Span place = role.servers_span.known() ? role.servers_span : role.span;
  diags.report(codes::no_servers, place, role.name, role.servers)
      .advise(fmt::format("write '{} 1' or more", role.name));
  return false;
}

std::optional<RolePlan> plan_role(const Role& role, const Cluster& cluster, Contract contract, bool launched,
                                  Diagnostics& diags) {
  const bool servers_fit = check_servers(role, !launched, diags);
  const std::optional<std::int64_t> gpus = gpus_of(role, diags);
  if (!servers_fit || !gpus) return std::nullopt;
  RolePlan plan;
  plan.role = role.name;
  plan.servers = launched ? role.servers : 0;
  plan.gpus_per_server = *gpus;
  plan.nodes_per_server = ceil_div(*gpus, cluster.gpus_per_node);
  if (!launched) return plan;
  const std::optional<std::int64_t> tasks = tasks_of(role, plan, cluster, contract, diags);
  if (!tasks) return std::nullopt;
  plan.tasks_per_node = *tasks;
  return plan;
}

std::optional<std::int64_t> total_nodes(const std::vector<RolePlan>& roles) {
  std::optional<std::int64_t> total = 0;
  for (const RolePlan& role : roles) {
    const std::optional<std::int64_t> nodes = product(role.servers, role.nodes_per_server);
    total = total && nodes ? sum(*total, *nodes) : std::nullopt;
  }
  return total;
}

std::string node_calculation(const RolePlan& role, std::int64_t gpus_per_node) {
  return fmt::format("{}: {} server{} x ceil({} GPU{} / {} a node) = {} node{}", role.role, role.servers,
                     plural(role.servers), role.gpus_per_server, plural(role.gpus_per_server), gpus_per_node,
                     role.servers * role.nodes_per_server, plural(role.servers * role.nodes_per_server));
}

// GEN servers first, then CTX, in the order of the job's nodes.
void place(Hardware& hardware) {
  std::int64_t first = 0;
  for (auto role = hardware.roles.rbegin(); role != hardware.roles.rend(); ++role) {
    role->slices.reserve(static_cast<std::size_t>(role->servers));
    for (std::int64_t server = 0; server < role->servers; ++server) {
      role->slices.push_back({first, role->nodes_per_server});
      first += role->nodes_per_server;
    }
  }
}

bool check_nodes(const Topology& topology, const Cluster& cluster, const std::vector<RolePlan>& roles,
                 std::optional<std::int64_t> nodes, Diagnostics& diags) {
  if (!nodes) {
    const auto most = std::max_element(roles.begin(), roles.end(), [](const RolePlan& a, const RolePlan& b) {
      return a.servers < b.servers || (a.servers == b.servers && a.nodes_per_server < b.nodes_per_server);
    });
    diags.report(codes::uncountable, topology.origin.span, most->role,
                 fmt::format("{} servers x {} nodes", most->servers, most->nodes_per_server));
    return false;
  }
  const std::int64_t most = std::min(cluster.nodes.value_or(kMostNodes), kMostNodes);
  if (*nodes <= most) return true;
  const bool bound_by_cluster = cluster.nodes && *cluster.nodes <= kMostNodes;
  const std::string limit = bound_by_cluster ? fmt::format("cluster '{}' has {}", cluster.origin.name, most)
                                             : fmt::format("a Slurm job has at most {}", most);
  Diagnostic& found = diags.report(codes::too_many_nodes, topology.origin.span, topology.origin.name, *nodes, limit);
  if (bound_by_cluster) found.note(cluster.origin.at("nodes"), "the cluster's nodes");
  for (const RolePlan& role : roles) {
    if (role.servers > 0) found.advise(node_calculation(role, cluster.gpus_per_node));
  }
  return false;
}

std::optional<Role> one_of(std::optional<Role> role) {
  if (role) role->servers = 1;
  return role;
}

bool add_role(const std::optional<Role>& role, bool launched, const Cluster& cluster, Contract contract, Hardware& into,
              Diagnostics& diags) {
  if (!role) return true;
  std::optional<RolePlan> plan = plan_role(*role, cluster, contract, launched, diags);
  if (plan) into.roles.push_back(std::move(*plan));
  return plan.has_value();
}

}  // namespace

std::optional<std::int64_t> ranks_of(const Role& role) {
  if (role.world_size) return *role.world_size;
  const std::optional<std::int64_t> gpus = product(role.tensor_parallel_size, role.pipeline_parallel_size);
  return gpus ? product(*gpus, role.context_parallel_size) : std::nullopt;
}

const RolePlan* Hardware::role(std::string_view name) const {
  const auto found =
      std::find_if(roles.begin(), roles.end(), [name](const RolePlan& plan) { return plan.role == name; });
  return found == roles.end() ? nullptr : &*found;
}

std::optional<Hardware> plan_hardware(const Topology& topology, const Cluster& cluster, Contract contract,
                                      Launched launched, Diagnostics& diags) {
  Hardware hardware;
  bool possible = true;
  if (topology.disaggregated()) {
    const bool alone = launched == Launched::only_ctx;
    possible = add_role(alone ? one_of(topology.ctx) : topology.ctx, launched != Launched::without_ctx, cluster,
                        contract, hardware, diags);
    if (!alone) possible = add_role(topology.gen, true, cluster, contract, hardware, diags) && possible;
  } else {
    possible = add_role(topology.server, true, cluster, contract, hardware, diags);
  }
  if (!possible || hardware.roles.empty()) return std::nullopt;
  const std::optional<std::int64_t> nodes = total_nodes(hardware.roles);
  if (!check_nodes(topology, cluster, hardware.roles, nodes, diags)) return std::nullopt;
  const std::optional<std::int64_t> gpus = product(*nodes, cluster.gpus_per_node);
  if (!gpus) {
    diags.report(codes::uncountable, topology.origin.span, hardware.roles.front().role,
                 fmt::format("{} nodes x {} GPUs a node", *nodes, cluster.gpus_per_node));
    return std::nullopt;
  }
  hardware.nodes = *nodes;
  hardware.gpus = *gpus;
  hardware.idle_gpus = hardware.gpus;
  for (const RolePlan& role : hardware.roles) hardware.idle_gpus -= role.servers * role.gpus_per_server;
  place(hardware);
  return hardware;
}

}  // namespace perfc
