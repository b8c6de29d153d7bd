// What follows from a topology on the suite's cluster, kept for all tests of that topology.
#pragma once

#include <array>
#include <map>
#include <unordered_map>

#include "compiler/plan/env_words.hpp"
#include "compiler/plan/hardware.hpp"
#include "compiler/plan/suite_context.hpp"

namespace perfc {

// What follows from the numbers alone; topologies that differ in other options share it.
struct Shape {
  SharedVector<RolePlan> roles;      // those with servers
  SharedVector<std::string> sbatch;  // the whole header but --output
  SharedVector<StepPlan> steps;
  SharedVector<Text> srun_args;
  SharedVector<std::pair<std::string, Text>> exports;  // as of TestPlan; stageName is still empty
};

// All of a test that its name and its load do not change.
struct Deployment {
  Mode mode = Mode::disagg;
  Launched launched = Launched::all;
  Hardware hardware;
  Shape shape;
  // Of commands whose load adds nothing.
  SharedVector<std::pair<std::string, Text>> gen_env;
  SharedVector<std::pair<std::string, Text>> ctx_env;
  SharedVector<std::pair<std::string, Text>> router_env;
  SharedVector<std::pair<std::string, Text>> server_env;
  EnvWords server;  // of the one server of an aggregated run
};

struct TopologyFacts {
  std::string name_token;  // deployment_token()
  EnvWords workers;        // GEN and CTX, or the aggregated server
  EnvWords ctx;            // what comes behind the workers' for one role
  EnvWords gen;
  EnvWords router;
  // By Launched; nothing where the topology cannot be deployed so on this cluster. Worked out when first asked for.
  struct Known {
    bool asked = false;
    std::optional<Deployment> deployment;
  };
  std::array<Known, 3> deployments;
};

class TopologyCache {
 public:
  TopologyCache(const SuiteContext& context, Diagnostics& diags) : context_(&context), diags_(&diags) {}

  const TopologyFacts& facts(const Topology& topology);
  // Null when the topology cannot be deployed; the reason has been reported then.
  const Deployment* deployment(const Topology& topology, Launched launched);

 private:
  TopologyFacts& make_facts(const Topology& topology);
  [[nodiscard]] std::optional<Deployment> deploy(const Topology& topology, Launched launched);
  const Shape& shape_of(const Hardware& hardware, Mode mode, Launched launched);

  const SuiteContext* context_;
  Diagnostics* diags_;
  std::unordered_map<const Topology*, TopologyFacts> facts_;
  std::map<std::vector<std::int64_t>, Shape> shapes_;
};

}  // namespace perfc
