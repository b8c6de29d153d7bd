// What of a configuration the replaced generator and node calculator look at: counts, sizes, the load and environment
// texts. Every other key may be whatever it likes here, as it may for them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/plan/hardware.hpp"
#include "compiler/program/program.hpp"

namespace perfc::driver {

// One deployment, in the plan's own terms so that the plan's calculation serves it.
struct CompatDeployment {
  Topology topology;  // roles with their sizes; the load's mode
  Cluster cluster;    // GPUs a node
};

struct CompatConfig {
  bool disaggregated = true;
  std::vector<CompatDeployment> deployments;  // one, or one for each server of an aggregated file
};

// Environment texts as written.
struct CompatEnvironment {
  std::string worker;
  std::string server;
  std::string benchmark;
};

struct CompatConfigOptions {
  std::string name;                           // of the configuration
  std::optional<std::int64_t> gpus_per_node;  // for files that do not say
  std::string server;                         // of an aggregated file; empty: all
};

// Nothing, with diagnostics, when the file is no configuration or says too little.
[[nodiscard]] std::optional<CompatConfig> read_compat_config(const Document& root, const CompatConfigOptions& options,
                                                             Diagnostics& diags);

// What only the launch script needs: fills the load's concurrencies.
[[nodiscard]] std::optional<CompatEnvironment> read_compat_launch(const Document& root, Benchmark& load,
                                                                  Diagnostics& diags);

// The plan's hardware under the contract that the scripts follow.
[[nodiscard]] std::optional<Hardware> hardware_of(const CompatDeployment& deployment, Diagnostics& diags);

}  // namespace perfc::driver
