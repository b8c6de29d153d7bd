// Aggregated tests of one `config_file` share its sections: their topologies must say the same of them.
#pragma once

#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// Reports each key that two topologies of one file say differently. Those that start from a YAML file have its
// sections.
void check_shared_files(const std::vector<TestPlan>& tests, Diagnostics& diags);

}  // namespace perfc
