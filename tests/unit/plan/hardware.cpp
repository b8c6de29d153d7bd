#include "compiler/plan/hardware.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

constexpr const char* kNodeTable = "../shared/oracle/expected/nodes.json";

}  // namespace

TEST_CASE("each server has its own nodes, GEN first") {
  World world;
  world.topology.ctx->servers = 2;
  world.topology.gen->servers = 2;
  const SuitePlan planned = world.plan();
  REQUIRE(planned.tests.size() == 1);
  const TestPlan& plan = planned.tests[0];
  CHECK(plan.nodes == 6);
  CHECK(plan.gpus == 24);
  CHECK(plan.idle_gpus == 0);
  REQUIRE(plan.roles.size() == 2);
  CHECK(plan.roles[0].role == "ctx");
  CHECK(plan.roles[0].slices == std::vector<NodeSlice>{{4, 1}, {5, 1}});
  CHECK(plan.roles[1].role == "gen");
  CHECK(plan.roles[1].slices == std::vector<NodeSlice>{{0, 2}, {2, 2}});
}

TEST_CASE("small servers leave GPUs idle; tasks follow the contract") {
  World world;
  world.topology.ctx->tensor_parallel_size = 2;
  world.topology.gen->tensor_parallel_size = 6;
  SuitePlan planned = world.plan();
  REQUIRE(planned.tests.size() == 1);
  CHECK(planned.tests[0].idle_gpus == 12 - 2 - 6);
  CHECK(planned.tests[0].roles[0].tasks_per_node == 2);
  CHECK(planned.tests[0].roles[1].tasks_per_node == 3);
  world.literal();
  planned = world.plan();
  CHECK(planned.tests[0].roles[0].tasks_per_node == 4);
  CHECK(planned.tests[0].roles[1].tasks_per_node == 4);
}

TEST_CASE("pipeline and context parallel sizes multiply, an explicit world size wins") {
  World world;
  world.topology.gen->pipeline_parallel_size = 2;
  world.topology.gen->context_parallel_size = 2;
  CHECK(world.plan().tests.at(0).roles[1].gpus_per_server == 32);
  world.topology.gen->world_size = 4;
  CHECK(world.plan().tests.at(0).roles[1].gpus_per_server == 4);
}

TEST_CASE("gen_only starts no ctx server but exports its size") {
  World world;
  world.topology.load->mode = "gen_only";
  const SuitePlan planned = world.plan();
  const TestPlan& plan = planned.tests.at(0);
  CHECK(plan.nodes == 2);
  REQUIRE(plan.roles.size() == 1);
  CHECK(plan.roles[0].role == "gen");
  CHECK(step(plan, "CTX_0") == nullptr);
  CHECK(exported(plan, "numCtxServers") == "0");
  CHECK(exported(plan, "gpusPerCtxServer") == "4");
  CHECK(exported(plan, "nodesPerCtxServer") == "1");
}

TEST_CASE("slices cover the job's nodes without overlap, tasks are the ranks") {
  int possible = 0;
  for (std::int64_t ctx = 1; ctx <= 5; ++ctx) {
    for (std::int64_t gen = 1; gen <= 12; ++gen) {
      for (std::int64_t servers = 1; servers <= 4; ++servers) {
        World world;
        world.topology.ctx->tensor_parallel_size = ctx;
        world.topology.gen->tensor_parallel_size = gen;
        world.topology.gen->servers = servers;
        const SuitePlan planned = world.plan();
        if (planned.tests.empty()) {
          CHECK(world.diags.failed());
          continue;
        }
        ++possible;
        const TestPlan& plan = planned.tests[0];
        std::vector<int> used(static_cast<std::size_t>(plan.nodes));
        std::int64_t busy = 0;
        for (const RolePlan& one : plan.roles) {
          CHECK(one.nodes_per_server * one.tasks_per_node == one.gpus_per_server);
          CHECK(one.tasks_per_node <= 4);
          CHECK(static_cast<std::int64_t>(one.slices.size()) == one.servers);
          busy += one.servers * one.gpus_per_server;
          for (const NodeSlice& slice : one.slices) {
            CHECK(slice.count == one.nodes_per_server);
            for (std::int64_t node = 0; node < slice.count; ++node)
              ++used.at(static_cast<std::size_t>(slice.first + node));
          }
        }
        CHECK(used == std::vector<int>(used.size(), 1));
        CHECK(plan.gpus == plan.nodes * 4);
        CHECK(plan.idle_gpus == plan.gpus - busy);
      }
    }
  }
  CHECK(possible > 100);
}

TEST_CASE("the recorded table of nodes") {
  std::ifstream file(kNodeTable);
  if (!file) {
    MESSAGE("skipped: ", kNodeTable, " is absent");
    return;
  }
  const nlohmann::json table = nlohmann::json::parse(file);
  int compared = 0;
  for (const auto& [name, entry] : table.items()) {
    const nlohmann::json& numbers = entry["calculate_hardware_nodes"];
    const std::int64_t gpus_per_node = numbers["gpus_per_node"];
    const std::int64_t ctx = numbers["ctx_world_size"];
    const std::int64_t gen = numbers["gen_world_size"];
    // Servers that share a node are counted differently there; that is one of its defects.
    if (ctx % gpus_per_node != 0 && numbers["num_ctx_servers"] > 1) continue;
    World world;
    world.literal();
    world.cluster.gpus_per_node = gpus_per_node;
    world.topology.ctx = role("ctx", numbers["num_ctx_servers"], ctx);
    world.topology.load->mode = numbers["num_ctx_servers"] == 0 ? "gen_only" : "e2e";
    world.topology.gen = role("gen", numbers["num_gen_servers"], gen);
    const SuitePlan planned = world.plan();
    REQUIRE_MESSAGE(planned.tests.size() == 1, name);
    CHECK_MESSAGE(planned.tests[0].nodes == numbers["total_nodes"], name);
    CHECK_MESSAGE(planned.tests[0].gpus == numbers["total_gpus"], name);
    ++compared;
  }
  CHECK(compared > 20);
}

TEST_CASE("numbers that cannot be show the calculation") {
  World world;
  SUBCASE("no servers") {
    world.topology.gen->servers = 0;
    CHECK(world.errors() == "E401 44: role 'gen' has 0 servers | write 'gen 1' or more\n");
  }
  SUBCASE("fewer than none, though gen_only starts none") {
    world.topology.load->mode = "gen_only";
    world.topology.ctx->servers = -1;
    CHECK(world.errors() == "E401 44: role 'ctx' has -1 servers | write 'ctx 1' or more\n");
  }
  SUBCASE("no even spread") {
    world.topology.gen->tensor_parallel_size = 5;
    CHECK(world.errors() ==
          "E402 40: role 'gen': 5 GPUs cannot be spread evenly over 2 nodes | tensor 5 x pipeline 1 x context 1 = 5 "
          "GPUs; "
          "ceil(5 / 4 GPUs a node) = 2 nodes; 5 / 2 is no whole number of tasks a node\n");
  }
  SUBCASE("more nodes than the cluster has") {
    world.cluster.nodes = 2;
    CHECK(world.errors() ==
          "E403 30: topology 'case' needs 3 nodes, but cluster 'ci' has 2 | ctx: 1 server x ceil(4 GPUs / 4 a node) = "
          "1 node | "
          "gen: 1 server x ceil(8 GPUs / 4 a node) = 2 nodes\n");
    CHECK(world.diags.all()[0].related[0].text == "the cluster's nodes");
  }
  SUBCASE("more nodes than a job can have") {
    world.cluster.nodes.reset();
    world.topology.gen->servers = 1'000'000'000'000;
    CHECK(world.errors() ==
          "E403 30: topology 'case' needs 2000000000001 nodes, but a Slurm job has at most 65536 | "
          "ctx: 1 server x ceil(4 GPUs / 4 a node) = 1 node | "
          "gen: 1000000000000 servers x ceil(8 GPUs / 4 a node) = 2000000000000 nodes\n");
  }
  SUBCASE("more GPUs than can be counted") {
    world.topology.gen->tensor_parallel_size = 4'000'000'000'000'000'000;
    world.topology.gen->pipeline_parallel_size = 4;
    CHECK(
        world.errors() ==
        "E404 40: role 'gen': tensor 4000000000000000000 x pipeline 4 x context 1 GPUs is more than can be counted\n");
  }
  SUBCASE("more nodes than can be counted") {
    world.topology.gen->tensor_parallel_size = 4'000'000'000'000'000'000;
    world.topology.gen->servers = 4'000'000'000'000'000'000;
    CHECK(world.errors() ==
          "E404 30: role 'gen': 4000000000000000000 servers x 1000000000000000000 nodes is more than can be counted\n");
  }
  SUBCASE("sizes below one") {
    world.topology.gen->tensor_parallel_size = 0;
    world.topology.gen->world_size = -8;
    CHECK(world.errors() ==
          "E405 40: role 'gen': 'world_size' is -8, but must be at least 1\n"
          "E405 40: role 'gen': 'tensor_parallel_size' is 0, but must be at least 1\n");
  }
  SUBCASE("a cluster without GPUs") {
    world.cluster.gpus_per_node = 0;
    CHECK(world.errors() ==
          "E416 1: cluster 'ci' has no 'gpus_per_node', which its scripts need | write 'gpus_per_node = N' in the "
          "cluster\n");
  }
  CHECK(world.plan().tests.empty());
}

TEST_CASE("gpus_per_node of a configuration") {
  World world;
  world.topology.gpus_per_node = 8;
  world.topology.gpus_per_node_span = {0, 35, 36};
  CHECK(world.errors() ==
        "E406 35: the configuration of topology 'case' says gpus_per_node 8, but cluster 'ci' has 4 | "
        "run it on a cluster with as many GPUs a node, or mend the configuration\n");
  World aggregated;
  aggregated.aggregate(4);
  aggregated.topology.gpus_per_node = 8;
  CHECK(aggregated.errors() ==
        "W407 30: the configuration of topology 'case' says gpus_per_node 8; scripts use the 4 of cluster 'ci'\n");
  CHECK(aggregated.plan().tests.size() == 1);
}

TEST_CASE("roles that are missing") {
  World world;
  SUBCASE("ctx alone") {
    world.topology.gen.reset();
    CHECK(world.errors() == "E409 30: topology 'case' has no 'gen' role | write 'gen N { ... }' beside 'ctx'\n");
  }
  SUBCASE("gen alone") {
    world.topology.ctx.reset();
    CHECK(world.errors() ==
          "E409 30: topology 'case' has no 'ctx' role | write 'ctx N { ... }' beside 'gen'; only gen_only benchmarks "
          "run without\n");
  }
  SUBCASE("none") {
    world.topology.ctx.reset();
    world.topology.gen.reset();
    CHECK(world.errors() ==
          "E409 30: topology 'case' has no 'server' role | write 'server { ... }', or 'ctx N { ... }' and 'gen N { ... "
          "}'\n");
  }
  SUBCASE("gen alone is enough for gen_only") {
    world.topology.ctx.reset();
    world.topology.load->mode = "gen_only";
    CHECK(world.plan().tests.size() == 1);
    CHECK(world.diags.all().empty());
  }
}
