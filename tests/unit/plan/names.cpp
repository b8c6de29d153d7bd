#include "compiler/plan/names.hpp"

#include <doctest/doctest.h>

#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

Role parallel(std::int64_t tensor, std::int64_t experts, bool attention_dp, std::int64_t pipeline = 1) {
  Role made = role("gen", 1, tensor);
  made.pipeline_parallel_size = pipeline;
  Fields options = {{"enable_attention_dp", value(attention_dp)}};
  if (experts > 0) options.emplace_back("moe_expert_parallel_size", integer(experts));
  made.options = record(options);
  return made;
}

std::string speculation(Fields fields) {
  return speculation_token(*record({{"speculative_config", value(record(std::move(fields)))}}));
}

std::int64_t slots(Value balancer) {
  return balancer_slots(*record({{"moe_config", value(record({{"load_balancer", std::move(balancer)}}))}}));
}

std::string name_refused(const std::string& name) {
  World world;
  world.suite.tests[0].alias = name;
  world.suite.tests[0].alias_span = {0, 77, 78};
  return world.errors();
}

}  // namespace

TEST_CASE("parallel sizes as a token") {
  CHECK(parallel_token(parallel(8, 8, true)) == "dep8");
  CHECK(parallel_token(parallel(4, 4, false)) == "tep4");
  CHECK(parallel_token(parallel(4, 1, false)) == "tp4");
  CHECK(parallel_token(parallel(4, 0, false)) == "tp4");
  CHECK(parallel_token(parallel(1, 1, false)) == "tp1");
  CHECK(parallel_token(parallel(1, 0, true)) == "dep1");
  CHECK(parallel_token(parallel(1, 0, true, 4)) == "pp4");
  CHECK(parallel_token(parallel(4, 1, false, 2)) == "tp4pp2");
  Role context = parallel(2, 1, false);
  context.context_parallel_size = 2;
  CHECK(parallel_token(context) == "tp2cp2");
  Role world = parallel(1, 0, false);
  world.world_size = 16;
  CHECK(parallel_token(world) == "tp16");
}

TEST_CASE("lengths as a token") {
  CHECK(length_token(1024, 1024) == "1k1k");
  CHECK(length_token(131'072, 8192) == "128k8k");
  CHECK(length_token(7392, 922) == "7392x922");
  CHECK(length_token(8192, 1000) == "8192x1000");
}

TEST_CASE("speculation as a token") {
  CHECK(speculation_token(Record{}) == "mtp0");
  CHECK(speculation_token(*record({{"speculative_config", value(Null{})}})) == "mtp0");
  CHECK(speculation({{"decoding_type", value(Symbol{"MTP"})}, {"num_nextn_predict_layers", integer(3)}}) == "mtp3");
  CHECK(speculation({{"decoding_type", text("Eagle")}, {"max_draft_len", integer(3)}}) == "eagle3");
  CHECK(speculation({{"decoding_type", text("DSpark")}, {"max_draft_len", integer(5)}}) == "dspark5");
  CHECK(speculation({{"decoding_type", text("Eagle3")}, {"max_draft_len", integer(2)}}) == "eagle2");
}

TEST_CASE("slots of the load balancer") {
  CHECK(balancer_slots(Record{}) == 0);
  CHECK(slots(value(record({{"num_slots", integer(288)}}))) == 288);
  CHECK(slots(text("eplb/moe_load_balancer_gen_ep32_slots384.yaml")) == 384);
  CHECK(slots(text("v4/moe_load_balancer_ctx_ep4_416.yaml")) == 416);
  CHECK(slots(text("dir9/balancer.yaml")) == 0);
  CHECK(slots(value(Null{})) == 0);
}

TEST_CASE("names follow from the facts") {
  World world;
  world.topology.quoted = false;
  world.topology.ctx = parallel(4, 4, true);
  world.topology.gen = parallel(8, 8, true);
  world.topology.gen->options =
      record({{"moe_expert_parallel_size", integer(8)},
              {"enable_attention_dp", value(true)},
              {"max_batch_size", integer(768)},
              {"cache_transceiver_config", value(record({{"backend", value(Symbol{"UCX"})}}))}});
  CHECK(world.plan().tests.at(0).name == "r1_1k1k_con1024_ctx1_dep4_gen1_dep8_bs768_eplb0_mtp0_ccb-UCX");
  world.topology.load->concurrency = {1, 2};
  world.topology.load->mode = "gen_only";
  CHECK(world.plan().tests.at(0).name == "r1_1k1k_ctx1_dep4_gen1_dep8_bs768_eplb0_mtp0_ccb-UCX_gen_only");
  world.topology.model = nullptr;
  world.topology.metadata = record({{"model_name", text("kimi")}});
  world.topology.load->mode = "e2e";
  world.topology.gen->options = record({});
  CHECK(world.plan().tests.at(0).name == "kimi_1k1k_ctx1_dep4_gen1_tp8_eplb0_mtp0");
}

TEST_CASE("a string names the only test of its topology, 'as' names any") {
  World world;
  CHECK(world.plan().tests.at(0).name == "case");
  world.add_test().alias = "second";
  const SuitePlan planned = world.plan();
  REQUIRE(planned.tests.size() == 2);
  CHECK(planned.tests[0].name == "r1_1k1k_con1024_ctx1_tp4_gen1_tp8_eplb0_mtp0");
  CHECK(planned.tests[1].name == "second");
}

TEST_CASE("aggregated names and ids") {
  World world;
  world.topology.quoted = false;
  world.aggregate(4);
  SuitePlan planned = world.plan();
  CHECK(planned.tests.at(0).name == "case_1k1k_con1024");
  CHECK(planned.tests.at(0).config_name == "nightly");
  CHECK(planned.tests.at(0).id.display() ==
        "perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-case_1k1k_con1024]");
  world.topology.document_server = "tp4_server";
  world.topology.document_stem = "r1_blackwell";
  planned = world.plan();
  CHECK(planned.tests.at(0).id.display() == "perf/test_perf_sanity.py::test_e2e[aggr_upload-r1_blackwell-tp4_server]");
  CHECK(planned.tests.at(0).config_name == "r1_blackwell");
  world.suite.config_file = "mine";
  world.suite.origin.fields = record({{"config_file", text("mine")}});
  CHECK(world.plan().tests.at(0).config_name == "mine");
  world.suite.config_file = "../x";
  CHECK(world.errors() == "E414 60: config_file '../x' cannot be a file name: it holds a '/'\n");
}

TEST_CASE("names that no folder can have") {
  const auto message = [](const std::string& name, const std::string& reason) {
    return "E414 77: test '" + name + "' cannot be a file name: " + reason +
           " | give it another name with 'as \"...\"'\n";
  };
  CHECK(name_refused("") == message("", "it is empty"));
  CHECK(name_refused(".") == message(".", "it means a folder that exists already"));
  CHECK(name_refused("..") == message("..", "it means a folder that exists already"));
  CHECK(name_refused("a/b") == message("a/b", "it holds a '/'"));
  CHECK(name_refused("a\nb") == message("a\nb", "it holds a control character"));
  CHECK(name_refused(std::string("a\0b", 3)) == message(std::string("a\0b", 3), "it holds a control character"));
  CHECK(name_refused("-rf") == message("-rf", "commands would take it for an option"));
  CHECK(name_refused(std::string(251, 'x')) == message(std::string(251, 'x'), "it is longer than 250 bytes"));
  CHECK(name_refused("run.sh") == message("run.sh", "a file of the suite has that name"));
  CHECK(name_refused("results") == message("results", "a file of the suite has that name"));
  CHECK(name_refused("manifest.json") == message("manifest.json", "a file of the suite has that name"));
  CHECK(name_refused(std::string(250, 'x')).empty());
  CHECK(name_refused("$(id) `x` 'y' \"z\" é").empty());
}

TEST_CASE("names of suites") {
  World world;
  world.suite.origin.name = "..";
  CHECK(world.errors() == "E414 60: suite '..' cannot be a file name: it means a folder that exists already\n");
}

TEST_CASE("two tests of one name show both") {
  World world;
  world.suite.tests[0].alias = "x";
  world.add_test().alias = "x";
  CHECK(world.errors() ==
        "E415 80: two tests of suite 'nightly' are named 'x' | give one of them a name of its own with 'as \"...\"'\n");
  CHECK(world.diags.all()[0].related[0].span == Span{0, 70, 74});
  CHECK(world.diags.all()[0].related[0].text == "the other one");
}

TEST_CASE("a name that becomes a mount holds no separator") {
  World world;
  world.cluster.work_dir = "/scratch";
  world.suite.tests[0].alias = "a:b";
  world.suite.tests[0].alias_span = {0, 77, 78};
  CHECK(world.errors() ==
        "E426 77: test 'a:b' holds a ':', so it cannot be mounted at its own path | "
        "name the test with 'as \"...\"', or mount a folder above 'work_dir'\n");
}
