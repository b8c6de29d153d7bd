// How a cluster of type ssh is reached.
#pragma once

#include "compiler/diag/diagnostic.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// Reports what a cluster of type ssh lacks, and a host or user that ssh or rsync would read otherwise.
void check_login(const Cluster& cluster, Diagnostics& diags);

}  // namespace perfc
