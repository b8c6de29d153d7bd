// Configurations of topologies by themselves, without a suite that tests them.
#pragma once

#include <span>
#include <string>

#include "compiler/base/document.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// One topology that the configuration is about.
struct Exported {
  const Topology* topology = nullptr;
  std::string name;                  // of the server in an aggregated file
  std::int64_t gpus_per_node = 0;    // 0: not known, and then not written
  const Cluster* cluster = nullptr;  // where it is tested; may be null
};

// The configuration of one disaggregated topology, or of all aggregated ones that share a file. Each has a load of its
// own.
[[nodiscard]] Document exported_document(std::span<const Exported> topologies);
// Its text.
[[nodiscard]] std::string export_configuration(std::span<const Exported> topologies);

}  // namespace perfc
