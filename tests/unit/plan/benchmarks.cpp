// The load generator's calls, and what runs are expected to reach.
#include <doctest/doctest.h>

#include "compiler/plan/client.hpp"
#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

std::string call(const TestPlan& plan, std::int64_t concurrency) {
  std::string out;
  for (const Text& word : client_words(plan.clients.front(), concurrency))
    out += (out.empty() ? "" : " ") + word.display();
  return out;
}

std::string demands(const ExpectedRun& run) {
  std::string out = run.load + "@" + std::to_string(run.concurrency);
  for (const ExpectedValue& value : run.values) {
    out += " " + std::string(kMetrics[value.metric].name) + value.op + number_text(value.bound);
    if (value.before) out += "(" + number_text(*value.before) + "," + number_text(value.percent) + "%)";
  }
  return out;
}

constexpr std::string_view kStart =
    "python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/R1 --tokenizer /data/R1 ";
constexpr std::string_view kEnd = " --host ${BENCHMARK_HOST} --port ${BENCHMARK_PORT}";

struct BenchmarkWorld : World {
  BenchmarkWorld() { model.dir = "R1"; }
  Benchmark& own() { return *topology.load; }
  TestPlan only() { return plan().tests.at(0); }
};

}  // namespace

TEST_CASE("a client on random data") {
  BenchmarkWorld world;
  world.own().concurrency = {4, 64};
  world.own().rounds = 3;
  const TestPlan plan = world.only();
  CHECK(call(plan, 64) == std::string(kStart) +
                              "--dataset-name random --random-ids --random-input-len 1024 --random-output-len 1024 "
                              "--random-range-ratio 0.8 --num-prompts 192 --max-concurrency 64 --ignore-eos "
                              "--percentile-metrics ttft,tpot,itl,e2el --backend openai --trust-remote-code" +
                              std::string(kEnd));
  CHECK(plan.clients.front().data == "random data, 1024 input and 1024 output tokens, ratio 0.8");
  CHECK(plan.clients.front().concurrency == std::vector<std::int64_t>{4, 64});
  CHECK_FALSE(plan.clients.front().file);
}

TEST_CASE("a client on a file, with all options, its path as the container sees it") {
  BenchmarkWorld world;
  Benchmark& load = world.own();
  load.concurrency = {2};
  load.dataset = {false, "/data/models/sets/a.json", {}, false};
  load.streaming = false;
  load.use_chat_template = true;
  load.trust_remote_code = false;
  load.backend = "vllm";
  load.client_env.variables = {{"A", "x y"}};
  const TestPlan plan = world.only();
  CHECK(call(plan, 2) == "env A=x y " + std::string(kStart) +
                             "--dataset-name trtllm_custom --dataset-path /data/sets/a.json --num-prompts 16 "
                             "--max-concurrency 2 --ignore-eos --percentile-metrics ttft,tpot,itl,e2el --backend vllm "
                             "--use-chat-template --non-streaming" +
                             std::string(kEnd));
  CHECK(plan.clients.front().words_otherwise.empty());
  load.dataset.lengths_if_missing = true;
  CHECK(shown(world.only().clients.front().words_otherwise) ==
        std::vector<std::string>{"--dataset-name", "trtllm_custom", "--random-input-len", "1024", "--random-output-len",
                                 "1024"});
  load.dataset.path = "<dataset_file>";
  CHECK(world.only().clients.front().file->display() == "${DATASET_FILE}");
}

TEST_CASE("a client whose model nobody names") {
  BenchmarkWorld world;
  world.model.dir.reset();
  CHECK(call(world.only(), 1).find(" --model ${MODEL_DIR} --tokenizer ${MODEL_DIR} ") != std::string::npos);
  world.topology.metadata = record({{"model_dir_name", text("Named")}});
  CHECK(call(world.only(), 1).find(" --model /data/Named ") != std::string::npos);
  world.model.dir = "/data/models/absolute";
  CHECK(call(world.only(), 1).find(" --model /data/absolute ") != std::string::npos);
}

TEST_CASE("what is expected: bounds, the baseline's by each metric's direction, and the minimum") {
  BenchmarkWorld world;
  CHECK(world.only().expected.empty());
  Benchmark& load = world.own();
  load.concurrency = {4, 8};
  load.rounds = 2;
  Expectations expect;
  expect.bounds = {{*metric_index("p99_ttft"), "<=", 2000, {}}};
  load.expect = std::make_shared<const Expectations>(expect);
  TestPlan plan = world.only();
  REQUIRE(plan.expected.size() == 2);
  CHECK(demands(plan.expected.front()) == "load@4 p99_ttft<=2000 completed_requests>=8 output_tokens>0");
  CHECK(demands(plan.expected.back()) == "load@8 p99_ttft<=2000 completed_requests>=16 output_tokens>0");

  expect.bounds = {{*metric_index("completed_requests"), ">=", 5, {}}, {*metric_index("output_tokens"), "<", 9, {}}};
  auto baseline = std::make_shared<Baseline>();
  baseline->path = "b.json";
  baseline->runs.push_back({"case", std::nullopt, 4, {}});
  baseline->runs[0].measured[*metric_index("token_throughput")] = 1000;
  baseline->runs[0].measured[*metric_index("mean_itl")] = 20;
  baseline->runs[0].measured[*metric_index("mean_ttft")] = 0;
  expect.baseline = baseline;
  expect.regressions = {{*metric_index("mean_itl"), 10, {}}};
  load.expect = std::make_shared<const Expectations>(expect);
  plan = world.only();
  CHECK(demands(plan.expected.front()) ==
        "load@4 completed_requests>=5 output_tokens<9 token_throughput>=950(1000,5%) mean_itl<=22(20,10%) "
        "output_tokens>0");
  CHECK(demands(plan.expected.back()) == "load@8 completed_requests>=5 output_tokens<9 output_tokens>0");
  CHECK(world.diags.all().size() == 1);
  CHECK(world.diags.all().front().code == "W451");
}

TEST_CASE("a baseline of a run that has failed, without numbers, and one of a test that ends alike") {
  for (const std::optional<std::string>& name : {std::optional<std::string>(), std::optional<std::string>("se")}) {
    BenchmarkWorld world;
    Expectations expect;
    auto baseline = std::make_shared<Baseline>();
    baseline->path = "b.json";
    baseline->runs.push_back({name, std::nullopt, std::nullopt, {}});
    if (name) baseline->runs.front().measured[*metric_index("p99_itl")] = 12;
    expect.baseline = baseline;
    world.own().expect = std::make_shared<const Expectations>(expect);
    CHECK(world.errors().starts_with("W451 0: baseline 'b.json' has nothing on test 'case' at concurrency 1024"));
  }
}

TEST_CASE("what is expected of a metric that the baseline lacks; and under 2026-01") {
  BenchmarkWorld world;
  Expectations expect;
  auto baseline = std::make_shared<Baseline>();
  baseline->path = "b.json";
  baseline->runs.push_back({std::nullopt, std::nullopt, std::nullopt, {}});
  baseline->runs.front().measured[*metric_index("p99_itl")] = 12;
  expect.baseline = baseline;
  expect.regressions = {{*metric_index("mean_itl"), 10, {}}};
  world.own().expect = std::make_shared<const Expectations>(expect);
  CHECK(world.errors() ==
        "E444 0: baseline 'b.json' has no number for 'mean_itl' of test 'case' at concurrency 1024\n");
  BenchmarkWorld old;
  old.literal();
  old.own().expect = world.own().expect;
  CHECK(old.only().expected.empty());
  CHECK(old.diags.all().front().code == "W450");
}
