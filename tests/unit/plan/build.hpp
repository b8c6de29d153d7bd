// Programs made by hand: a suite with one test of one topology, to be changed by the test that uses it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc::test {

inline Value value(Value::Data data) { return {std::move(data), {}}; }
inline Value text(std::string characters) { return value(Text(std::move(characters))); }
inline Value integer(std::int64_t number) { return value(number); }

using Fields = std::vector<std::pair<std::string, Value>>;
inline std::shared_ptr<const Record> record(Fields fields) {
  Record made;
  for (auto& [name, field] : fields) made.fields.push_back({name, field, {}});
  return std::make_shared<const Record>(std::move(made));
}

inline Role role(std::string name, std::int64_t servers, std::int64_t tensor, Fields options = {}) {
  Role made;
  made.name = std::move(name);
  made.servers = servers;
  made.tensor_parallel_size = tensor;
  made.options = record(std::move(options));
  made.span = {0, 40, 43};
  made.servers_span = {0, 44, 45};
  return made;
}

// The cluster of the second program of the language's page.
struct World {
  Cluster cluster;
  Harness harness;
  Model model;
  Topology topology;
  Benchmark load;
  Suite suite;
  Diagnostics diags;

  World() {
    cluster.origin = {"ci", {0, 1, 3}, {}};
    cluster.gpus_per_node = 4;
    cluster.nodes = 64;
    cluster.account = "perf";
    cluster.partition = "batch";
    cluster.time = Duration{4 * 3'600'000};
    cluster.container.name = "disagg_test";
    cluster.container.image = "nvcr.io/nvidia/tensorrt-llm:latest";
    cluster.container.workdir = "/perf";
    cluster.container.mounts = {"/data/models:/data", "/opt/trtllm:/opt/trtllm"};
    cluster.model_root = "/data/models";
    cluster.repo = "/opt/trtllm";
    cluster.work_dir = "/perf";
    harness.origin = {"ci_harness", {0, 10, 20}, {}};
    harness.env = {{"COLUMNS", "300"}, {"NCCL_DEBUG", "INFO"}};
    harness.pytest_args = {"-vv", "--timeout-method=thread"};
    harness.run_script = "/scripts/slurm_run.sh";
    harness.install_script = "/scripts/slurm_install.sh";
    model.id = "r1";
    topology.origin = {"case", {0, 30, 34}, {}};
    topology.quoted = true;
    topology.model = &model;
    topology.ctx = role("ctx", 1, 4);
    topology.gen = role("gen", 1, 8);
    load.origin = {"load", {0, 50, 54}, {}};
    load.concurrency = {1024};
    topology.load = load;
    suite.origin = {"nightly", {0, 60, 67}, {}};
    suite.config_file = "nightly";
    suite.cluster = &cluster;
    suite.harness = &harness;
    add_test();
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Test& add_test() {
    Test& test = suite.tests.emplace_back();
    const auto begin = static_cast<std::uint32_t>(60 + suite.tests.size() * 10);
    test.span = {0, begin, begin + 4};
    test.topology = &topology;
    return test;
  }
  // One server on one node instead of CTX and GEN.
  void aggregate(std::int64_t tensor) {
    topology.ctx.reset();
    topology.gen.reset();
    topology.server = role("server", 1, tensor);
  }
  void literal() { harness.contract = Contract::literal_2026_01; }
  SuitePlan plan() {
    SuitePlan planned = plan_suite(suite, diags);
    for (TestPlan& test : planned.tests) test = named(std::move(test));
    return planned;
  }
  // Messages, each with its help lines behind " | ", one a line.
  std::string errors() {
    const SuitePlan planned = plan();
    std::string all;
    for (const Diagnostic& found : diags.all()) {
      all += std::string(found.code) + " " + std::to_string(found.span.begin) + ": " + found.message;
      for (const std::string& help : found.help) all += " | " + help;
      all += "\n";
    }
    return all;
  }
};

// The command as a line, unquoted.
inline std::string line(const CommandPlan& command) {
  std::string text;
  for (const std::string& name : command.unset) text += "unset " + name + " && ";
  for (const auto& [name, assigned] : command.env) text += name + "=" + assigned.display() + " ";
  for (const Text& word : command.prefix_words) text += word.display() + " ";
  for (const Text& word : command.argv) text += word.display() + " ";
  if (!text.empty()) text.pop_back();
  return text;
}

inline std::vector<std::string> shown(const std::vector<Text>& texts) {
  std::vector<std::string> result;
  for (const Text& one : texts) result.push_back(one.display());
  return result;
}

inline const CommandPlan& command(const TestPlan& plan, std::string_view label) {
  for (const CommandPlan& one : plan.commands) {
    if (one.label == label) return one;
  }
  return plan.pytest;
}

inline const StepPlan* step(const TestPlan& plan, std::string_view label) {
  for (const StepPlan& one : plan.steps) {
    if (one.label == label) return &one;
  }
  return nullptr;
}

inline std::string exported(const TestPlan& plan, std::string_view name) {
  for (const auto& [key, assigned] : plan.exports) {
    if (key == name) return assigned.display();
  }
  return "(none)";
}

}  // namespace perfc::test
