// The first half of a suite's context: what the cluster must say, and how the container sees it.
#pragma once

#include "compiler/plan/suite_context.hpp"

namespace perfc {

// Fills host, mounts and the container's view of the paths.
void set_paths(SuiteContext& context, Diagnostics& diags);

// Fills srun_args and container_env.
void set_srun_args(SuiteContext& context, Diagnostics& diags);

// The cluster's srun_args, with what perfc merges into options of its own taken out.
struct SrunWords {
  std::vector<Text> words;
  std::vector<Text> mounts;         // values of --container-mounts
  std::vector<Text> container_env;  // values of --container-env
};
SrunWords srun_words(const SuiteContext& context, Diagnostics& diags);

}  // namespace perfc
