// The srun calls of a test in the order in which they are started, and the arguments that all of them share.
#pragma once

#include "compiler/plan/commands.hpp"

namespace perfc {

// Without StepPlan::direct, which holds the test's name.
std::vector<StepPlan> steps_of(const Hardware& hardware, const SuiteContext& context, Mode mode);

std::vector<Text> srun_args_of(const SuiteContext& context, Mode mode, bool gen_only);

// Fills steps and srun_args; commands must be there.
void set_steps(TestPlan& plan, const TestFacts& facts);

}  // namespace perfc
