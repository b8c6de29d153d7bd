// Configurations among the FILE arguments, tried on a cluster that `--cluster FILE.perf:NAME` names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/command.hpp"
#include "compiler/driver/module_loader.hpp"

namespace perfc::driver {

struct TrialOptions {
  struct Configuration {
    std::string path;
    std::vector<std::string> servers;  // empty: all
  };
  std::vector<Configuration> configurations;
  std::string program;  // FILE.perf
  std::string cluster;
  std::string harness;  // empty: the default one
};

// A cluster of a program: FILE.perf:NAME.
struct ClusterOption {
  std::string program;
  std::string cluster;
};
// The value of --cluster. Throws UsageError.
[[nodiscard]] ClusterOption cluster_option(const Arguments& arguments);
// Before anything is checked, so that what is wrong with the command line is said alone: throws UsageError where the
// tree of `option.program` does not declare the cluster.
void require_cluster(const syntax::Tree& tree, const ClusterOption& option);

// Nothing when the FILE arguments are programs. Throws UsageError.
[[nodiscard]] std::optional<TrialOptions> trial_options(const Arguments& arguments);

// A program for each configuration that could be read. Throws UsageError for a cluster that FILE.perf does not declare.
[[nodiscard]] std::vector<const syntax::Tree*> trial_programs(const TrialOptions& options, ModuleLoader& loader,
                                                              Sources& sources, const Diagnostics& diags);

}  // namespace perfc::driver
