// sync.sh: copies a suite to its cluster over ssh, runs it there, fetches what it left. Almost all is runtime/sync.sh.
#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] bool needs_sync_script(const SuitePlan& suite);

// Base names of the files that it copies: of the suite, and of each of its tests.
struct SyncedFiles {
  std::vector<std::string> of_suite;
  std::vector<std::string> of_test;
};
[[nodiscard]] std::string emit_sync_script(const SuitePlan& suite, const SyncedFiles& files);

}  // namespace perfc
