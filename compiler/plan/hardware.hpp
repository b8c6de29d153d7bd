// How many GPUs, nodes and tasks the servers of a topology need on a cluster, and which nodes each server gets.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc {

struct Hardware {
  std::vector<RolePlan> roles;  // ctx, gen or server, those without servers too: their sizes are exported
  std::int64_t nodes = 0;
  std::int64_t gpus = 0;
  std::int64_t idle_gpus = 0;

  [[nodiscard]] const RolePlan* role(std::string_view name) const;  // null when the topology has none
};

// More nodes than any Slurm job can have.
inline constexpr std::int64_t kMostNodes = 65'536;

// GPUs of one server; nothing where they are more than can be counted.
std::optional<std::int64_t> ranks_of(const Role& role);

// Nothing when a number cannot be; the reason, with its calculation, has been reported then.
std::optional<Hardware> plan_hardware(const Topology& topology, const Cluster& cluster, Contract contract,
                                      Launched launched, Diagnostics& diags);

}  // namespace perfc
