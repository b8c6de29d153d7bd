// Tests with one server: on one node or several, with one client or several, and a ctx server by itself.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

std::vector<std::string> size_lines(const TestPlan& plan) {
  std::vector<std::string> lines;
  for (const std::string& line : plan.sbatch) {
    if (line.starts_with("--partition")) break;
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

Gpu gpu_of_domain(std::int64_t gpus) {
  Gpu gpu;
  gpu.origin.name = "GB200";
  gpu.nvlink_domain = gpus;
  gpu.origin.fields = record({{"nvlink_domain", integer(gpus)}});
  return gpu;
}

}  // namespace

TEST_CASE("a server on several nodes: one task a GPU, spread evenly") {
  World world;
  world.aggregate(8);
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.mode == Mode::multi_agg);
  CHECK(plan.nodes == 2);
  CHECK(plan.gpus == 8);
  CHECK(plan.timeout_s == 7200);
  CHECK(size_lines(plan) == Lines{"--nodes=2", "--ntasks=8", "--ntasks-per-node=4", "--gpus-per-node=4"});
  CHECK(step(plan, "SERVER")->options == Lines{"--kill-on-bad-exit=1", "-N", "2", "--ntasks=8", "--ntasks-per-node=4"});
  CHECK(line(command(plan, "SERVER")).find("/opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest ") !=
        std::string::npos);
  CHECK(exported(plan, "totalNodes") == "2");
}

TEST_CASE("a server that leaves GPUs of its nodes idle asks for those that it uses") {
  World world;
  world.aggregate(6);
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(size_lines(plan) == Lines{"--nodes=2", "--ntasks=6", "--ntasks-per-node=3", "--gpus-per-node=3"});
  CHECK(plan.idle_gpus == 2);
}

TEST_CASE("contract 2026-01 takes the reference's words for several nodes") {
  World world;
  world.literal();
  world.aggregate(8);
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.mode == Mode::multi_agg);
  CHECK(size_lines(plan) == Lines{"--nodes=2"});
  CHECK(step(plan, "SERVER")->options == Lines{"--nodes=2", "--ntasks-per-node=1", "-A", "perf", "-p", "batch"});
}

TEST_CASE("several benchmarks are the clients of one server") {
  World world;
  world.aggregate(4);
  world.topology.quoted = false;
  Benchmark second = world.load;
  second.concurrency = {1};
  world.suite.tests[0].loads = {&world.load, &second};
  SUBCASE("lengths and concurrency stay out of the name") {
    const TestPlan plan = world.plan().tests.at(0);
    CHECK(plan.name == "case");
    CHECK(plan.id.display() == "perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-case]");
  }
  SUBCASE("their environments are joined") {
    world.load.env.variables = {{"A", "1"}, {"B", "2"}};
    second.env.variables = {{"B", "2"}, {"C", "3"}};
    CHECK(line(command(world.plan().tests.at(0), "SERVER")).starts_with("A=1 B=2 C=3 LLM_ROOT="));
  }
  SUBCASE("of two values in one environment the last one counts") {
    world.load.env.text = "A=2 B=1 A=1";
    second.env.text = "A=3";
    second.env.variables = {{"A", "1"}};
    CHECK(line(command(world.plan().tests.at(0), "SERVER")).starts_with("A=1 B=1 LLM_ROOT="));
    CHECK(world.diags.all().empty());
  }
  SUBCASE("the same words before the command are there once") {
    world.load.env.text = second.env.text = "numactl -N 0";
    CHECK(shown(world.plan().tests.at(0).commands[0].prefix_words) == Lines{"numactl", "-N", "0"});
  }
  SUBCASE("and may not differ, also where one has none") {
    world.load.env.text = "numactl -N 0";
    second.env.text = "numactl -N 1";
    second.env.span = {0, 7, 8};
    Test& turned = world.add_test();
    Benchmark third = second;
    third.env = {};
    turned.loads = {&world.load, &third};
    turned.alias = "turned";
    CHECK(world.errors() ==
          "E428 7: what 'env' puts before the command is 'numactl -N 0' for one benchmark of this test and 'numactl "
          "-N 1' for this one | write a test for each benchmark, or give all of them the same words\n"
          "E428 0: what 'env' puts before the command is 'numactl -N 0' for one benchmark of this test and '' for "
          "this one | write a test for each benchmark, or give all of them the same words\n");
  }
  SUBCASE("and must agree") {
    world.load.env.variables = {{"A", "1"}};
    second.env.variables = {{"A", "2"}};
    CHECK(
        world.errors() ==
        "E428 0: 'A' is '1' for one benchmark of this test and '2' for this one | write a test for each benchmark, or "
        "give the variable one value\n");
  }
  SUBCASE("each needs a concurrency") {
    second.concurrency = {0};
    CHECK(world.errors() == "E411 50: the list of concurrencies holds 0, but each must be at least 1\n");
  }
}

TEST_CASE("one benchmark may assign a variable twice: its command takes the last value") {
  World world;
  world.aggregate(4);
  world.topology.load->env.text = "A=1 A=2";
  world.topology.load->env.variables = {{"A", "3"}};
  CHECK(line(command(world.plan().tests.at(0), "SERVER")).starts_with("A=1 A=2 A=3 LLM_ROOT="));
  CHECK(world.diags.all().empty());
}

TEST_CASE("ctx_only puts the load on one ctx server") {
  World world;
  world.topology.quoted = false;
  world.topology.load->mode = "ctx_only";
  world.topology.ctx->servers = 3;
  world.topology.ctx->env.variables = {{"CTX", "1"}};
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.mode == Mode::single_agg);
  CHECK(plan.nodes == 1);
  CHECK(plan.roles.size() == 1);
  CHECK(plan.roles[0].role == "ctx");
  CHECK(plan.roles[0].servers == 1);
  CHECK(plan.name == "r1_1k1k_con1024_ctx3_tp4_gen1_tp8_eplb0_mtp0_ctx_only");
  CHECK(plan.id.display() == "perf/test_perf_sanity.py::test_e2e[aggr_upload-ctx_only-" + plan.name + "]");
  CHECK(plan.config_name == plan.name);
  CHECK(plan.config_dir.display() == "/opt/trtllm/tests/integration/defs/perf/disagg/test_configs/disagg/perf");
  CHECK(line(command(plan, "SERVER")).starts_with("CTX=1 LLM_ROOT="));
  CHECK(plan.steps.size() == 1);
}

TEST_CASE("the modes of one server") {
  World world;
  world.aggregate(4);
  world.topology.load->mode = "gen_only";
  CHECK(
      world.errors() ==
      "E427 50: mode 'gen_only' needs ctx and gen servers, but topology 'case' has one server | one server does both: "
      "leave 'mode' out, or test a topology with 'ctx' and 'gen'\n");
}

TEST_CASE("ids of disaggregated tests name the mode where the harness asks for it") {
  World world;
  world.harness.mode_in_id = true;
  CHECK(world.plan().tests.at(0).id.display() == "perf/test_perf_sanity.py::test_e2e[disagg_upload-e2e-case]");
  world.topology.load->mode = "gen_only";
  CHECK(world.plan().tests.at(0).id.display() == "perf/test_perf_sanity.py::test_e2e[disagg_upload-gen_only-case]");
}

TEST_CASE("jobs that stay in one NVLink domain") {
  World world;
  const Gpu gpu = gpu_of_domain(12);
  world.cluster.gpu = &gpu;
  const auto has_segment = [&] {
    const Lines lines = size_lines(world.plan().tests.at(0));
    return std::find(lines.begin(), lines.end(), "--segment=3") != lines.end();
  };
  CHECK_FALSE(has_segment());
  world.cluster.segment = "disagg";
  CHECK(has_segment());
  SUBCASE("a larger job never starts") {
    world.topology.gen->servers = 2;
    CHECK(world.errors() ==
          "E408 30: topology 'case' takes 20 GPUs, but one NVLink domain of 'GB200' has 12 | 5 nodes x 4 GPUs a node = "
          "20 GPUs; use fewer servers, or another 'segment'\n");
  }
  SUBCASE("nor one on a GPU of which nothing is known") {
    Gpu mine = gpu_of_domain(1);
    mine.origin.name = "mine";
    mine.origin.fields = record({});
    world.cluster.gpu = &mine;
    world.cluster.gpus_per_node = 12;
    world.aggregate(2);
    world.cluster.segment = "always";
    CHECK(world.errors() ==
          "E408 30: topology 'case' takes 12 GPUs, but one NVLink domain of 'mine' has 1 | 1 node x 12 GPUs a node = "
          "12 GPUs; use fewer servers, or another 'segment' | gpu 'mine' states no 'nvlink_domain', which is how many "
          "GPUs one domain joins\n");
  }
  SUBCASE("aggregated ones where all do") {
    world.aggregate(8);
    CHECK(size_lines(world.plan().tests.at(0)).back() == "--gpus-per-node=4");
    world.cluster.segment = "always";
    CHECK(size_lines(world.plan().tests.at(0)).back() == "--segment=2");
  }
}
