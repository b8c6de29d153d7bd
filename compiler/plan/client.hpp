// The load generator's calls: what the benchmark role of the engine's tests runs, for whoever runs it by hand.
#pragma once

#include <vector>

#include "compiler/plan/suite_context.hpp"

namespace perfc {

// One for each load; paths are those of the container.
[[nodiscard]] std::vector<ClientPlan> client_plans(const SuiteContext& context, const Topology& topology,
                                                   const std::vector<const Benchmark*>& loads);

// The whole call of one run, on host and port of the environment.
[[nodiscard]] std::vector<Text> client_words(const ClientPlan& client, std::int64_t concurrency);

}  // namespace perfc
