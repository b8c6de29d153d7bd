// sync.sh: copies a suite to its cluster over ssh, runs it there, fetches what it left. Almost all is runtime/sync.sh.
#pragma once

#include <string>

#include "compiler/plan/plan.hpp"

namespace perfc {

[[nodiscard]] bool needs_sync_script(const SuitePlan& suite);
[[nodiscard]] std::string emit_sync_script(const SuitePlan& suite);

}  // namespace perfc
