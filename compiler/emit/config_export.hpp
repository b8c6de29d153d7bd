// Configurations of topologies by themselves, without a suite that tests them.
#pragma once

#include <span>
#include <string>

#include "compiler/program/program.hpp"

namespace perfc {

// One topology that the configuration is about.
struct Exported {
  const Topology* topology = nullptr;
  std::string name;                  // of the server in an aggregated file
  std::int64_t gpus_per_node = 0;    // 0: not known, and then not written
  const Cluster* cluster = nullptr;  // where it is tested; may be null
};

// The text for one disaggregated topology, or for all aggregated ones that share a file. Each has a load of its own.
[[nodiscard]] std::string export_configuration(std::span<const Exported> topologies);

}  // namespace perfc
