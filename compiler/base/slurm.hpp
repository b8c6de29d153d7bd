// What all phases know of Slurm's options.
#pragma once

#include <string_view>

namespace perfc {

// Whether a word of srun's or sbatch's arguments names nodes: -w, --nodelist, -F, --nodefile.
constexpr bool names_nodes(std::string_view word) {
  // getopt takes long options by any beginning that is not ambiguous, and short ones with their value attached.
  return word.starts_with("--nodel") || word.starts_with("--nodef") || word.starts_with("-w") || word.starts_with("-F");
}

// What to do about it.
inline constexpr std::string_view kNoNodesHelp =
    "leave it out: scripts ask for a number of nodes; '--exclude' and '--constraint' are allowed";

}  // namespace perfc
