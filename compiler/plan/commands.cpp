#include "compiler/plan/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perfc {
namespace {

using Assignments = std::vector<std::pair<std::string, Text>>;

const PytestWords& pytest_words(const TestPlan& plan, const SuiteContext& context) {
  return plan.mode == Mode::disagg ? context.disaggregated : context.aggregated;
}

// "<prefix>-<name>", aggregated "<prefix>-<config_file>-<name>".
Text id_name(const TestPlan& plan, const SuiteContext& context) {
  const std::string name = plan.mode == Mode::disagg ? "-" + plan.name : "-" + plan.config_name + "-" + plan.name;
  return pytest_words(plan, context).prefix + name;
}

// pytest and all that follows it.
std::vector<Text> pytest_call(const TestPlan& plan, const TestFacts& facts) {
  const SuiteContext& context = facts.context;
  const std::vector<Text>& extra = context.harness->pytest_args;
  std::vector<Text> words;
  words.reserve(pytest_words(plan, context).words.size() + extra.size() + 2);
  words = pytest_words(plan, context).words;
  if (facts.pytest_timeout_s != context.pytest_timeout_s) words[kTimeoutWord] = fmt::format("--timeout={}", facts.pytest_timeout_s);
  if (context.work_mount == WorkMount::other_path) set_output_words(words, facts.work_dir);
  words.push_back(plan.id);
  words.insert(words.end(), extra.begin(), extra.end());
  return words;
}

bool needs_launcher(const TestPlan& plan, const TestFacts& facts) {
  if (plan.mode == Mode::disagg) return plan.nodes > 1 || plan.gpus_per_node > 1;
  return facts.deployment.hardware.roles.front().gpus_per_server > 1;
}

std::vector<Text> launched(const SuiteContext& context, const std::vector<Text>& call) {
  std::vector<Text> words;
  words.reserve(call.size() + 1);
  words.push_back(context.launcher);
  words.insert(words.end(), call.begin(), call.end());
  return words;
}

// The largest concurrency is the size of the queues.
EnvWords gen_only_words(const Benchmark& load) {
  const std::int64_t largest = *std::max_element(load.concurrency.begin(), load.concurrency.end());
  EnvWords words;
  words.assignments = {{"TRTLLM_DISAGG_BENCHMARK_GEN_ONLY", "1"},
                       {"TRTLLM_DISABLE_KV_CACHE_TRANSFER_OVERLAP", "1"},
                       {"TLLM_BENCHMARK_REQ_QUEUES_SIZE", std::to_string(largest)}};
  return words;
}

struct CommandInput {
  std::string_view label;
  const EnvWords* front = nullptr;  // may be null, as the next two
  const EnvWords* common = nullptr;
  const EnvWords* own = nullptr;
  bool worker = false;
};

CommandPlan make_command(const CommandInput& input, const Assignments& env, const std::vector<Text>& argv) {
  CommandPlan command;
  command.label = input.label;
  if (input.worker) command.unset = {"UCX_TLS"};
  std::size_t count = env.size();
  for (const EnvWords* words : {input.front, input.common, input.own}) count += words != nullptr ? words->assignments.size() : 0;
  command.env.reserve(count);
  for (const EnvWords* words : {input.front, input.common, input.own}) {
    if (words == nullptr) continue;
    command.env.insert(command.env.end(), words->assignments.begin(), words->assignments.end());
    command.prefix_words.insert(command.prefix_words.end(), words->words.begin(), words->words.end());
  }
  command.env.insert(command.env.end(), env.begin(), env.end());
  command.argv = argv;
  return command;
}

void set_disaggregated(TestPlan& plan, const TestFacts& facts, Diagnostics& diags) {
  const SuiteContext& context = facts.context;
  const std::vector<Text> bare = pytest_call(plan, facts);
  const std::vector<Text> worker = needs_launcher(plan, facts) ? launched(context, bare) : bare;
  const EnvWords benchmark = env_words(facts.load.env, diags);
  EnvWords worker_front;
  EnvWords server_front;
  if (plan.gen_only) {
    worker_front = gen_only_words(facts.load);
    server_front.assignments = {worker_front.assignments.front()};
  }
  const TopologyFacts& topology = facts.topology;
  plan.pytest = make_command({"PYTEST"}, context.env, worker);
  plan.commands.reserve(4);
  plan.commands.push_back(make_command({"GEN", &worker_front, &topology.workers, &topology.gen, true}, context.env, worker));
  if (!plan.gen_only) {
    plan.commands.push_back(make_command({"CTX", &worker_front, &topology.workers, &topology.ctx, true}, context.env, worker));
  }
  plan.commands.push_back(make_command({"DISAGG_SERVER", &server_front, &topology.router}, context.env, bare));
  plan.commands.push_back(make_command({"BENCHMARK", nullptr, &benchmark}, context.env, bare));
}

// Server and client are one process here, so it gets the environment of both.
void set_aggregated(TestPlan& plan, const TestFacts& facts, Diagnostics& diags) {
  const SuiteContext& context = facts.context;
  std::vector<Text> call = pytest_call(plan, facts);
  if (needs_launcher(plan, facts)) call = launched(context, call);
  const EnvWords benchmark = env_words(facts.load.env, diags);
  plan.pytest = make_command({"PYTEST"}, context.env, call);
  plan.commands.push_back(make_command({"SERVER", nullptr, &facts.topology.workers, &benchmark}, context.env, call));
}

// Contract 2026-01 starts pytest by itself and selects the test with -k.
void set_direct(TestPlan& plan, const TestFacts& facts) {
  const Harness& harness = *facts.context.harness;
  CommandPlan command;
  command.label = "SERVER";
  command.argv = {"python3", "-m", "pytest", "tests/integration/defs/" + harness.module + "::" + harness.function, "-k",
                  id_name(plan, facts.context), "-v"};
  plan.pytest = command;
  plan.pytest.label = "PYTEST";
  plan.commands.push_back(std::move(command));
}

}  // namespace

void set_commands(TestPlan& plan, const TestFacts& facts, Diagnostics& diags) {
  const Harness& harness = *facts.context.harness;
  plan.id = harness.module + "::" + harness.function + "[" + id_name(plan, facts.context) + "]";
  if (plan.mode == Mode::disagg) {
    set_disaggregated(plan, facts, diags);
  } else if (facts.context.literal()) {
    set_direct(plan, facts);
  } else {
    set_aggregated(plan, facts, diags);
  }
}

}  // namespace perfc
