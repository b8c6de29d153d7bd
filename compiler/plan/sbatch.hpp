// The options of a job's header, one a line, unquoted. sbatch reads them without a shell, but knows quotes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/plan/hardware.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// --partition, --account, --job-name, --time and the cluster's own arguments: the same for all tests of a suite. Under
// contract perfc the script also gets a signal ahead of the time limit.
std::vector<std::string> sbatch_common(const Cluster& cluster, std::string_view job_name, Contract contract,
                                       Diagnostics& diags);

// --nodes, --ntasks ...: what the test asks for.
std::vector<std::string> sbatch_size(const Hardware& hardware, const Cluster& cluster, Mode mode, Contract contract);

// "<work>/slurm_%j.log", or nothing where the path is known only at run time or cannot stand in a header.
std::optional<Text> sbatch_output(const Text& work_dir);

// Reports words that name nodes: -w, --nodelist, -F, --nodefile.
void check_names_no_nodes(std::string_view word, Span place, Diagnostics& diags);

// The same for the sbatch options that a topology hands on in its configuration, slurm.extra_args.
void check_slurm_section(const Topology& topology, Diagnostics& diags);

// A part of a second counts as a whole one.
std::int64_t whole_seconds(Duration time);

// HH:MM:SS, with more than 24 hours where it takes them.
std::string slurm_time(Duration time);

}  // namespace perfc
