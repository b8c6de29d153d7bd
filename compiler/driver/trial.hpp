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

// Nothing when the FILE arguments are programs. Throws UsageError.
[[nodiscard]] std::optional<TrialOptions> trial_options(const Arguments& arguments);

// A program for each configuration that could be read. Throws UsageError for a cluster that FILE.perf does not declare.
[[nodiscard]] std::vector<const syntax::Tree*> trial_programs(const TrialOptions& options, ModuleLoader& loader,
                                                              Sources& sources, const Diagnostics& diags);

}  // namespace perfc::driver
