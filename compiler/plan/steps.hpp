// The srun calls of a test in the order in which they are started, and the arguments that all of them share.
#pragma once

#include "compiler/plan/commands.hpp"

namespace perfc {

// Fills steps, srun_args, exports and the paths; commands and roles must be there.
void set_steps(TestPlan& plan, const TestFacts& facts);

}  // namespace perfc
