#include "compiler/plan/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/diag/codes.hpp"
#include "compiler/plan/paths.hpp"

namespace perfc {
namespace {

using Assignments = SharedVector<std::pair<std::string, Text>>;

const PytestWords& pytest_words(const TestPlan& plan, const SuiteContext& context) {
  return plan.mode == Mode::disagg ? context.disaggregated : context.aggregated;
}

// What stands behind the prefix in an id: the name, aggregated "<config_file>-<name>". A mode word tells the pytest
// side which part of a disaggregated configuration is run.
Text id_end(const TestPlan& plan, const TestFacts& facts) {
  if (plan.launched == Launched::only_ctx) return Text("ctx_only-") + facts.name;
  if (plan.mode != Mode::disagg) return Text(plan.config_name + "-") + facts.name;
  return facts.context.harness->mode_in_id ? Text(facts.loads.front()->mode + "-") + facts.name : facts.name;
}

// pytest and all that follows it: the harness' own arguments, the computed ones, the id.
std::vector<Text> pytest_call(const TestPlan& plan, const TestFacts& facts) {
  const SuiteContext& context = facts.context;
  const std::vector<Text>& extra = context.harness->pytest_args;
  std::vector<Text> words;
  words.reserve(pytest_words(plan, context).words.size() + extra.size() + 2);
  words = pytest_words(plan, context).words;
  if (facts.pytest_timeout_s != context.pytest_timeout_s)
    words[kTimeoutWord] = fmt::format("--timeout={}", facts.pytest_timeout_s);
  if (context.work_mount == WorkMount::other_path) set_output_words(words, facts.work_dir);
  words.push_back(plan.id);
  words.insert(words.begin() + 1, extra.begin(), extra.end());
  return words;
}

bool needs_launcher(const TestPlan& plan, const TestFacts& facts) {
  if (plan.mode == Mode::disagg) return plan.nodes > 1 || plan.gpus_per_node > 1;
  return facts.deployment.hardware.roles.front().gpus_per_server > 1;
}

SharedVector<Text> launched(const SuiteContext& context, const std::vector<Text>& call) {
  std::vector<Text> words;
  words.reserve(call.size() + 1);
  words.push_back(context.launcher);
  words.insert(words.end(), call.begin(), call.end());
  return words;
}

}  // namespace

EnvWords gen_only_words(const Benchmark& load) {
  const std::int64_t largest = *std::max_element(load.concurrency.begin(), load.concurrency.end());
  EnvWords words;
  words.assignments = {{std::string(kGenOnlyVariable), "1"},
                       {"TRTLLM_DISABLE_KV_CACHE_TRANSFER_OVERLAP", "1"},
                       {"TLLM_BENCHMARK_REQ_QUEUES_SIZE", std::to_string(largest)}};
  return words;
}

namespace {

CommandPlan make_command(std::string_view label, Assignments env, std::initializer_list<const EnvWords*> parts,
                         const SharedVector<Text>& argv) {
  CommandPlan command;
  command.label = label;
  command.env = std::move(env);
  for (const EnvWords* part : parts) {
    for (const Text& word : part->words) command.prefix_words.push_back(word);
  }
  command.argv = argv;
  return command;
}

CommandPlan make_worker(std::string_view label, Assignments env, const EnvWords& common, const EnvWords& own,
                        const SharedVector<Text>& argv) {
  CommandPlan command = make_command(label, std::move(env), {&common, &own}, argv);
  command.unset = {"UCX_TLS"};
  return command;
}

// The load's environment in front of the harness' own; shared where the load has none.
Assignments benchmark_env(const EnvWords& load, const Assignments& own) {
  return load.assignments.empty() ? own : joined_env({&load}, own);
}

void set_disaggregated(TestPlan& plan, const TestFacts& facts, Diagnostics& diags) {
  const SuiteContext& context = facts.context;
  const Deployment& deployment = facts.deployment;
  const TopologyFacts& topology = facts.topology;
  const SharedVector<Text> bare = pytest_call(plan, facts);
  const SharedVector<Text> worker = needs_launcher(plan, facts) ? launched(context, bare) : bare;
  const EnvWords benchmark = env_words(facts.loads.front()->env, diags);
  plan.pytest = make_command("PYTEST", context.env, {}, worker);
  Assignments router_env = deployment.router_env;
  if (plan.launched == Launched::without_ctx) {
    const EnvWords front = gen_only_words(*facts.loads.front());
    EnvWords router_front;
    router_front.assignments = {front.assignments.front()};
    Assignments env = joined_env({&front, &topology.workers, &topology.gen}, context.env);
    plan.commands.push_back(make_worker("GEN", std::move(env), topology.workers, topology.gen, worker));
    router_env = joined_env({&router_front, &topology.router}, context.env);
  } else {
    plan.commands.push_back(make_worker("GEN", deployment.gen_env, topology.workers, topology.gen, worker));
    plan.commands.push_back(make_worker("CTX", deployment.ctx_env, topology.workers, topology.ctx, worker));
  }
  plan.commands.push_back(make_command("DISAGG_SERVER", std::move(router_env), {&topology.router}, bare));
  plan.commands.push_back(make_command("BENCHMARK", benchmark_env(benchmark, context.env), {&benchmark}, bare));
}

std::pair<std::string, Text>* find_variable(EnvWords& words, std::string_view name) {
  const auto found = std::find_if(words.assignments.begin(), words.assignments.end(),
                                  [name](const auto& other) { return other.first == name; });
  return found == words.assignments.end() ? nullptr : &*found;
}

// Each variable once, with the value that the command would see: its last.
EnvWords last_values(EnvWords words) {
  EnvWords last;
  for (auto& [name, value] : words.assignments) {
    if (auto* known = find_variable(last, name)) {
      known->second = std::move(value);
    } else {
      last.assignments.emplace_back(name, std::move(value));
    }
  }
  last.words = std::move(words.words);
  return last;
}

void join_client(EnvWords& all, const EnvWords& own, Span place, Diagnostics& diags) {
  for (const auto& [name, value] : own.assignments) {
    const auto* known = find_variable(all, name);
    if (known == nullptr) {
      all.assignments.emplace_back(name, value);
    } else if (known->second != value) {
      diags.report(codes::clients_disagree, place, fmt::format("'{}'", name), known->second.display(), value.display())
          .advise("write a test for each benchmark, or give the variable one value");
    }
  }
  if (all.words == own.words) return;
  diags
      .report(codes::clients_disagree, place, "what 'env' puts before the command", join(all.words, " ").display(),
              join(own.words, " ").display())
      .advise("write a test for each benchmark, or give all of them the same words");
}

// The clients of one server run in one process, one after the other: each variable has one value there, and the words
// before the command are the same.
EnvWords env_of_clients(const TestFacts& facts, Diagnostics& diags) {
  EnvWords all = env_words(facts.loads.front()->env, diags);
  if (facts.loads.size() == 1) return all;
  all = last_values(std::move(all));
  for (const Benchmark* load : facts.loads) {
    if (load != facts.loads.front()) join_client(all, last_values(env_words(load->env, diags)), load->env.span, diags);
  }
  return all;
}

// Server and client are one process here, so it gets the environment of both.
void set_aggregated(TestPlan& plan, const TestFacts& facts, Diagnostics& diags) {
  const SuiteContext& context = facts.context;
  const EnvWords& server = facts.deployment.server;
  SharedVector<Text> call = pytest_call(plan, facts);
  if (needs_launcher(plan, facts)) call = launched(context, call);
  const EnvWords benchmark = env_of_clients(facts, diags);
  plan.pytest = make_command("PYTEST", context.env, {}, call);
  Assignments env =
      benchmark.assignments.empty() ? facts.deployment.server_env : joined_env({&server, &benchmark}, context.env);
  plan.commands.push_back(make_command("SERVER", std::move(env), {&server, &benchmark}, call));
}

// Contract 2026-01 starts pytest by itself and selects the test with -k.
void set_direct(TestPlan& plan, const TestFacts& facts) {
  const Harness& harness = *facts.context.harness;
  CommandPlan command;
  command.label = "SERVER";
  command.argv = {
      "python3",           "-m", "pytest", "tests/integration/defs/" + harness.module + "::" + harness.function, "-k",
      plan.id_in_brackets, "-v"};
  plan.pytest = command;
  plan.pytest.label = "PYTEST";
  plan.commands.push_back(std::move(command));
}

}  // namespace

SharedVector<std::pair<std::string, Text>> joined_env(std::initializer_list<const EnvWords*> parts,
                                                      const SharedVector<std::pair<std::string, Text>>& own) {
  std::size_t count = own.size();
  for (const EnvWords* part : parts) count += part->assignments.size();
  if (count == own.size()) return own;
  std::vector<std::pair<std::string, Text>> env;
  env.reserve(count);
  for (const EnvWords* part : parts) env.insert(env.end(), part->assignments.begin(), part->assignments.end());
  env.insert(env.end(), own.begin(), own.end());
  return env;
}

Text id_in_brackets(const TestPlan& plan, const TestFacts& facts) {
  return pytest_words(plan, facts.context).prefix + "-" + id_end(plan, facts);
}

void set_commands(TestPlan& plan, const TestFacts& facts, Diagnostics& diags) {
  plan.id_in_brackets = id_in_brackets(plan, facts);
  plan.id = pytest_words(plan, facts.context).id_begin + id_end(plan, facts) + "]";
  if (plan.mode == Mode::disagg) {
    set_disaggregated(plan, facts, diags);
  } else if (facts.context.literal()) {
    set_direct(plan, facts);
  } else {
    set_aggregated(plan, facts, diags);
  }
}

}  // namespace perfc
