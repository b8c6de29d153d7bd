// From a checked program and its plans to opinions about them: what is legal and yet wrong, or likely so.
#pragma once

#include "compiler/lint/levels.hpp"

namespace perfc::lint {

// Runs all rules that `levels` wants. `subject` is a program without errors.
void lint(const Subject& subject, const Levels& levels, Diagnostics& diags);

// One topology with the load of its own, without a suite or a cluster, as if its name were given by people.
void lint_topology(const Topology& topology, const Levels& levels, Diagnostics& diags);

}  // namespace perfc::lint
