// The pytest calls of a test, role by role, as words.
#pragma once

#include <initializer_list>
#include <string_view>

#include "compiler/plan/topology_facts.hpp"

namespace perfc {

// One test on its way to a plan: what the parts of the plan are made from.
struct TestFacts {
  const SuiteContext& context;
  const TopologyFacts& topology;
  const Deployment& deployment;
  const std::vector<const Benchmark*>& loads;  // one, or the clients of an aggregated server; never empty
  Text name;                                   // as it goes into texts
  Text work_dir;                               // as the container sees it
  std::int64_t pytest_timeout_s = 0;
};

// The assignments of all of these in order, then the harness' own.
SharedVector<std::pair<std::string, Text>> joined_env(std::initializer_list<const EnvWords*> parts,
                                                      const SharedVector<std::pair<std::string, Text>>& own);

// Tells the processes of a test that its load is gen_only.
inline constexpr std::string_view kGenOnlyVariable = "TRTLLM_DISAGG_BENCHMARK_GEN_ONLY";

// What a gen_only load puts in front of the workers' environment; the first of them also in front of the router's. The
// largest concurrency is the size of the queues.
[[nodiscard]] EnvWords gen_only_words(const Benchmark& load);

// What stands in the brackets of a test's pytest id, "disagg_upload-NAME".
[[nodiscard]] Text id_in_brackets(const TestPlan& plan, const TestFacts& facts);

// Fills id, pytest and commands; mode and config_name must be there.
void set_commands(TestPlan& plan, const TestFacts& facts, Diagnostics& diags);

}  // namespace perfc
