// What the launch script exports beside the commands, and the paths that it works with.
#pragma once

#include "compiler/plan/commands.hpp"

namespace perfc {

// jobWorkspace ... totalGpus, without the test's name in stageName.
std::vector<std::pair<std::string, Text>> exports_of(const Hardware& hardware, const SuiteContext& context, Mode mode,
                                                     bool gen_only);

// numCtxServers ... totalGpus of a disaggregated test.
std::vector<std::pair<std::string, Text>> hardware_exports(const Hardware& hardware, std::int64_t gpus_per_node);

// Fills exports, scripts, job_workspace and work_mount.
void set_exports(TestPlan& plan, const TestFacts& facts);

}  // namespace perfc
