// Plans against recorded traces of the reference launch script, where the folder is there: the topology of each trace
// is made from the recorded numbers, so what is compared is how steps, options and commands are put together.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

namespace fs = std::filesystem;

const fs::path kExpected = "../shared/oracle/expected";

nlohmann::json read(const fs::path& path) {
  std::ifstream file(path);
  return nlohmann::json::parse(file);
}

const nlohmann::json& role_step(const nlohmann::json& trace, const std::string& role) {
  for (const nlohmann::json& one : trace["steps"]) {
    if (one["role"] == role) return one;
  }
  FAIL("the trace has no step ", role);
  return trace;
}

// White space in commands is free.
std::string squeezed(const std::string& words) {
  std::string result;
  for (const char c : words) {
    if (c == ' ' && (result.empty() || result.back() == ' ')) continue;
    result += c;
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

// What stands between "unset UCX_TLS && " and the harness' own words, without what gen_only brings.
std::string environment(const nlohmann::json& step) {
  std::string text = squeezed(step["env"]["pytestCommand"]);
  text = text.substr(0, text.find("LLM_ROOT="));
  for (const std::string begin :
       {"unset UCX_TLS && ", "TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1 ", "TRTLLM_DISABLE_KV_CACHE_TRANSFER_OVERLAP=1 "}) {
    if (text.starts_with(begin)) text.erase(0, begin.size());
  }
  if (text.starts_with("TLLM_BENCHMARK_REQ_QUEUES_SIZE=")) text.erase(0, text.find(' ') + 1);
  return text;
}

std::string with_work_dir(std::string text) {
  const std::string mark = "${workDir}";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
    text.replace(at, mark.size(), "/perf");
  return text;
}

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

std::vector<std::string> arguments(const TestPlan& plan, const StepPlan& step) {
  std::vector<std::string> words = shown(plan.srun_args);
  words.insert(words.end(), step.options.begin(), step.options.end());
  return sorted(std::move(words));
}

std::int64_t queue_size(const nlohmann::json& gen) {
  const std::string command = gen["env"]["pytestCommand"];
  const std::string mark = "TLLM_BENCHMARK_REQ_QUEUES_SIZE=";
  const std::size_t at = command.find(mark);
  return at == std::string::npos ? 1 : std::stoll(command.substr(at + mark.size()));
}

void set_topology(World& world, const nlohmann::json& numbers, const nlohmann::json& trace) {
  const nlohmann::json& gen = role_step(trace, "GEN_0");
  world.literal();
  world.cluster.gpus_per_node = numbers["gpus_per_node"];
  world.topology.ctx = role("ctx", numbers["num_ctx_servers"], numbers["ctx_world_size"]);
  world.topology.gen = role("gen", numbers["num_gen_servers"], numbers["gen_world_size"]);
  world.topology.env.text = environment(gen);
  world.topology.router_env.text = environment(role_step(trace, "DISAGG_SERVER"));
  world.topology.load->env.text = environment(role_step(trace, "BENCHMARK"));
  world.topology.load->mode = gen["env"].contains("TRTLLM_DISAGG_BENCHMARK_GEN_ONLY") ? "gen_only" : "e2e";
  world.topology.load->concurrency = {1, queue_size(gen)};
}

void compare(const TestPlan& plan, const nlohmann::json& trace) {
  REQUIRE(plan.steps.size() == trace["steps"].size());
  for (const StepPlan& step : plan.steps) {
    CAPTURE(step.label);
    const nlohmann::json& expected = role_step(trace, step.label == "install" ? "" : step.label);
    CHECK(arguments(plan, step) == sorted(expected["args"]));
    CHECK(step.background == expected["background"]);
    CHECK(step.log == expected["log"]);
    CHECK(squeezed(with_work_dir(line(command(plan, step.command)))) == squeezed(expected["env"]["pytestCommand"]));
    CHECK_FALSE(step.nodes.has_value());
  }
}

}  // namespace

TEST_CASE("contract 2026-01 gives the recorded steps") {
  if (!fs::exists(kExpected)) {
    MESSAGE("skipped: ", kExpected.string(), " is absent");
    return;
  }
  const nlohmann::json table = read(kExpected / "nodes.json");
  int compared = 0;
  for (const auto& [name, entry] : table.items()) {
    CAPTURE(name);
    const nlohmann::json trace = read(kExpected / "trace-2026-01" / (name + ".json"));
    World world;
    set_topology(world, entry["calculate_hardware_nodes"], trace);
    const SuitePlan planned = world.plan();
    REQUIRE(planned.tests.size() == 1);
    compare(planned.tests[0], trace);
    ++compared;
  }
  CHECK(compared == static_cast<int>(table.size()));
}
