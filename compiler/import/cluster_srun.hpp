// EXTRA_SRUN_PARAMS: words of srun's command line, in one line of a cluster file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/import/cluster_file.hpp"

namespace perfc {

// --gres=gpu:4, --gres=gpu:gb200:4, --gpus-per-node=4
struct StatedGpus {
  std::int64_t count = 0;
  std::string word;
  Span span;
};

struct SrunParameters {
  std::vector<std::string> words;
  std::optional<StatedGpus> gpus;  // what the last of them says
};

// Split as a shell would, nothing expanded, after quotation marks around all of it are taken off. Reports open quotes,
// comments, names of nodes, and counts of GPUs that no node has.
[[nodiscard]] SrunParameters read_srun_parameters(const ClusterEntry& entry, Diagnostics& diags);

// Whether a part of the value looks like a comment, which the format has on lines of their own only.
[[nodiscard]] bool holds_comment(std::string_view value);

}  // namespace perfc
