// The names of tests, in the form in which the field writes them, and what a file system takes as a name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// "dep8", "tep4", "tp1", "pp4", "tp4pp2".
std::string parallel_token(const Role& role);
// "1k1k" where both are multiples of 1024, else "7392x922".
std::string length_token(std::int64_t input, std::int64_t output);
// Slots of the expert load balancer, 0 without one; of a path the count in it.
std::int64_t balancer_slots(const Record& options);
// Tokens that speculation guesses in one step, 0 without it.
std::int64_t draft_length(const Record& options);
// "mtp3", "eagle3", "dspark5"; "mtp0" without speculation.
std::string speculation_token(const Record& options);

// "_ctx1_dep4_gen1_dep8_bs32_eplb0_mtp0_ccb-UCX"; empty for an aggregated topology. The same for all its tests.
std::string deployment_token(const Topology& topology);
// The name that follows from the facts; `deployment` is the topology's deployment_token(), several loads are the
// clients of one server.
std::string derived_name(const Topology& topology, std::string_view deployment,
                         const std::vector<const Benchmark*>& loads);

// Whether shells, JSON, YAML and sbatch all write the name as it stands, whatever is around it and whatever it is.
bool plain_name(std::string_view name);

// Reports a name that could leave its folder or that a file system refuses. `what` is "test", "suite", "config_file".
bool check_name(std::string_view what, std::string_view name, Span place, Diagnostics& diags);

}  // namespace perfc
