// One suite: what its tests share, then test after test.
#include "compiler/plan/plan.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "compiler/diag/codes.hpp"
#include "compiler/plan/client.hpp"
#include "compiler/plan/computed.hpp"
#include "compiler/plan/expectations.hpp"
#include "compiler/plan/exports.hpp"
#include "compiler/plan/names.hpp"
#include "compiler/plan/sbatch.hpp"
#include "compiler/plan/shared_files.hpp"
#include "compiler/plan/steps.hpp"

namespace perfc {
namespace {

// What the tests of one family have in common: all that their plans are made from but the name.
struct FamilyKey {
  const Deployment* deployment = nullptr;
  std::string name;  // empty where the texts of the plan wait for it
  std::string config_name;
  std::int64_t queue_size = 0;
  std::int64_t pytest_timeout_s = 0;
  std::string env;   // of the loads
  std::string mode;  // where ids name it
  bool expects = false;
  // NOLINTNEXTLINE(modernize-use-nullptr): the comparison with 0 is the compiler's own
  friend auto operator<=>(const FamilyKey&, const FamilyKey&) = default;
};

using Loads = std::vector<const Benchmark*>;

class SuitePlanner {
 public:
  SuitePlanner(const Suite& suite, SuiteContext context, Diagnostics& diags)
      : suite_(suite), diags_(diags), context_(std::move(context)), topologies_(context_, diags) {
    for (const Test& test : suite.tests) ++tests_of_[test.topology->origin.name];
  }

  // Nothing for a test that cannot be run, which is reported.
  std::optional<TestPlan> plan(const Test& test);

 private:
  [[nodiscard]] std::optional<TestPlan> planned(const Test& test);
  [[nodiscard]] Loads loads_of(const Test& test) const;
  [[nodiscard]] std::optional<Launched> launched(const Test& test, const Loads& loads) const;
  [[nodiscard]] bool check_concurrency(const Benchmark& load) const;
  [[nodiscard]] std::string name_of(const Test& test, const Loads& loads);
  [[nodiscard]] std::string config_file_of(const Topology& topology) const;
  [[nodiscard]] bool check_mountable(const std::string& name, Span place) const;
  bool claim_name(const Test& test, const std::string& name);
  [[nodiscard]] std::int64_t pytest_timeout_of(const Test& test) const;
  [[nodiscard]] Text work_dir_of(const Text& name) const;
  [[nodiscard]] Text inside(const Text& work_dir) const;
  [[nodiscard]] Text name_in_texts(const std::string& name) const;
  [[nodiscard]] std::optional<TestPlan> begin(const Test& test, const Loads& loads, const Deployment* deployment);
  [[nodiscard]] const TestPlan& family_of(const FamilyKey& key, const TestPlan& test, TestFacts& facts);

  const Suite& suite_;
  Diagnostics& diags_;
  SuiteContext context_;
  TopologyCache topologies_;
  std::unordered_map<std::string_view, std::size_t> tests_of_;  // by topology
  std::unordered_map<std::string, const Test*> names_;
  std::map<FamilyKey, TestPlan> families_;
};

Loads SuitePlanner::loads_of(const Test& test) const {
  const Topology& topology = *test.topology;
  if (test.loads.size() > 1 && topology.disaggregated()) {
    diags_.report(codes::several_loads, test.span, test.loads.size()).advise("write one test for each benchmark");
    return {};
  }
  if (!test.loads.empty()) return test.loads;
  if (topology.load) return {&*topology.load};
  diags_.report(codes::no_load, test.span, topology.origin.name)
      .advise("write 'test " + topology.origin.name + " with BENCHMARK', or give the topology a 'benchmark { }' block");
  return {};
}

// Which servers a load needs; nothing for a mode that the topology cannot be run in.
std::optional<Launched> SuitePlanner::launched(const Test& test, const Loads& loads) const {
  const Topology& topology = *test.topology;
  if (topology.disaggregated()) {
    if (loads.front()->ctx_only()) return Launched::only_ctx;
    return loads.front()->gen_only() ? Launched::without_ctx : Launched::all;
  }
  for (const Benchmark* load : loads) {
    if (load->mode == "e2e") continue;
    diags_.report(codes::wrong_mode, load->origin.at("mode"), load->mode, topology.origin.name)
        .note(test.span, "this test runs it")
        .advise("one server does both: leave 'mode' out, or test a topology with 'ctx' and 'gen'");
    return std::nullopt;
  }
  return Launched::all;
}

bool SuitePlanner::check_concurrency(const Benchmark& load) const {
  const Span place = load.origin.at("concurrency");
  if (load.concurrency.empty()) {
    diags_.report(codes::bad_concurrency, place, "is empty").advise("write 'concurrency = [1]' or more values");
    return false;
  }
  const std::int64_t least = *std::min_element(load.concurrency.begin(), load.concurrency.end());
  if (least >= 1) return true;
  diags_.report(codes::bad_concurrency, place, "holds " + std::to_string(least) + ", but each must be at least 1");
  return false;
}

std::string SuitePlanner::name_of(const Test& test, const Loads& loads) {
  if (test.alias) return *test.alias;
  const Topology& topology = *test.topology;
  const bool only = tests_of_.at(topology.origin.name) == 1;
  if (only && topology.quoted) return topology.origin.name;
  if (only && !topology.document_server.empty()) return topology.document_server;
  return derived_name(topology, topologies_.facts(topology).name_token, loads);
}

std::string SuitePlanner::config_file_of(const Topology& topology) const {
  const bool written = suite_.origin.fields && suite_.origin.fields->find("config_file") != nullptr;
  return written || topology.document_stem.empty() ? suite_.config_file : topology.document_stem;
}

// A folder that gets a mount of its own is part of a list of mounts.
bool SuitePlanner::check_mountable(const std::string& name, Span place) const {
  const std::size_t mark = name.find_first_of(":,");
  if (mark == std::string::npos || context_.literal() || context_.work_mount != WorkMount::own) return true;
  diags_.report(codes::unmountable, place, "test", name, std::string_view(name).substr(mark, 1))
      .advise("name the test with 'as \"...\"', or mount a folder above 'work_dir'");
  return false;
}

bool SuitePlanner::claim_name(const Test& test, const std::string& name) {
  const Span place = test.alias ? test.alias_span : test.span;
  if (!check_name("test", name, place, diags_) || !check_mountable(name, place)) return false;
  const auto [found, added] = names_.try_emplace(name, &test);
  if (added) return true;
  diags_.report(codes::same_name, test.span, suite_.origin.name, name)
      .note(found->second->span, "the other one")
      .advise("give one of them a name of its own with 'as \"...\"'");
  return false;
}

std::int64_t SuitePlanner::pytest_timeout_of(const Test& test) const {
  if (!test.timeout) return context_.pytest_timeout_s;
  if (test.timeout->ms < 1000) diags_.report(codes::too_short, test.span, "'timeout'", test.timeout->ms);
  // pytest must not stop a test before the time that the program gives it.
  return std::max(context_.pytest_timeout_s, whole_seconds(*test.timeout));
}

Text SuitePlanner::work_dir_of(const Text& name) const {
  return context_.literal() ? context_.host.work : context_.host.tests + "/" + name;
}

// The work directory as the container sees it.
Text SuitePlanner::inside(const Text& work_dir) const {
  if (context_.work_mount != WorkMount::other_path) return Text::work_dir();
  return context_.mounts.inside(work_dir).value_or(work_dir);
}

// A cluster may mount the folder of one test in a way of its own: then that test's name decides its paths.
Text SuitePlanner::name_in_texts(const std::string& name) const {
  if (!plain_name(name)) return name;
  Text any = Text::test_name();
  if (context_.work_mount != WorkMount::other_path) return any;
  return inside(work_dir_of(any)).named(name) == inside(work_dir_of(name)) ? any : Text(name);
}

// The plan that the family shares. Its first test, as begin() made it, lends it the mode and the configuration's name.
const TestPlan& SuitePlanner::family_of(const FamilyKey& key, const TestPlan& test, TestFacts& facts) {
  const auto [found, made] = families_.try_emplace(key, test);
  TestPlan& plan = found->second;
  if (!made) return plan;
  const Deployment& deployment = facts.deployment;
  plan.family = families_.size() - 1;
  plan.nodes = deployment.hardware.nodes;
  plan.gpus_per_node = suite_.cluster->gpus_per_node;
  plan.gpus = deployment.hardware.gpus;
  plan.idle_gpus = deployment.hardware.idle_gpus;
  plan.roles = deployment.shape.roles;
  plan.sbatch = deployment.shape.sbatch;
  plan.work_dir = work_dir_of(facts.name);
  facts.work_dir = inside(plan.work_dir);
  plan.output = sbatch_output(plan.work_dir);
  plan.config_dir = (plan.own_configuration() ? context_.disaggregated : context_.aggregated).config_dir;
  set_commands(plan, facts, diags_);
  set_steps(plan, facts);
  set_exports(plan, facts);
  return plan;
}

// The plan of a test but for what its family decides; nothing when it cannot be run.
std::optional<TestPlan> SuitePlanner::begin(const Test& test, const Loads& loads, const Deployment* deployment) {
  TestPlan plan;
  plan.test = &test;
  plan.name = name_of(test, loads);
  if (!claim_name(test, plan.name) || deployment == nullptr) return std::nullopt;
  plan.mode = deployment->mode;
  plan.launched = deployment->launched;
  if (plan.own_configuration()) return plan;
  plan.config_name = config_file_of(*test.topology);
  if (!check_name("config_file", plan.config_name, suite_.origin.at("config_file"), diags_)) return std::nullopt;
  return plan;
}

std::optional<TestPlan> SuitePlanner::planned(const Test& test) {
  const Loads loads = loads_of(test);
  const TopologyFacts& topology = topologies_.facts(*test.topology);
  if (loads.empty()) return std::nullopt;
  const std::optional<Launched> servers = launched(test, loads);
  const Deployment* deployment = servers ? topologies_.deployment(*test.topology, *servers) : nullptr;
  bool sound = servers.has_value();
  for (const Benchmark* load : loads) sound = check_concurrency(*load) && sound;
  if (!sound) return std::nullopt;
  std::optional<TestPlan> plan = begin(test, loads, deployment);
  if (!plan) return std::nullopt;
  TestFacts facts{context_, topology, *deployment, loads, name_in_texts(plan->name), {}, pytest_timeout_of(test)};
  FamilyKey key;
  key.deployment = deployment;
  if (facts.name.literal()) key.name = plan->name;
  key.config_name = plan->config_name;
  key.pytest_timeout_s = facts.pytest_timeout_s;
  if (*servers == Launched::without_ctx) {
    key.queue_size = *std::max_element(loads.front()->concurrency.begin(), loads.front()->concurrency.end());
  }
  for (const Benchmark* load : loads) (key.env += key_of(load->env)) += '|';
  if (context_.harness->mode_in_id) key.mode = loads.front()->mode;
  std::vector<ExpectedRun> expected = expected_runs(
      loads, {plan->name, id_in_brackets(*plan, facts).named(plan->name).display()}, context_.literal(), diags_);
  key.expects = !expected.empty();
  std::string name = std::move(plan->name);
  plan = family_of(key, *plan, facts);
  plan->test = &test;
  plan->expected = std::move(expected);
  plan->clients = client_plans(context_, *test.topology, loads);
  plan->timeout_s = test.timeout ? whole_seconds(*test.timeout) : default_timeout_s(plan->mode);
  plan->name = std::move(name);
  if (plan->own_configuration()) plan->config_name = plan->name;
  return plan;
}

std::optional<TestPlan> SuitePlanner::plan(const Test& test) {
  std::optional<TestPlan> plan = planned(test);
  report_computed(test, plan ? &*plan : nullptr, diags_);
  return plan;
}

}  // namespace

double gpu_hours(const TestPlan& test) {
  constexpr double kSecondsAnHour = 3600;
  return static_cast<double>(test.gpus) * static_cast<double>(test.timeout_s) / kSecondsAnHour;
}

SuitePlan plan_suite(const Suite& suite, Diagnostics& diags) {
  SuitePlan result;
  result.suite = &suite;
  if (suite.cluster == nullptr || suite.harness == nullptr) {
    diags.report(codes::unstated_field, suite.origin.span, "suite", suite.origin.name,
                 suite.cluster == nullptr ? "cluster" : "harness");
    return result;
  }
  check_name("suite", suite.origin.name, suite.origin.span, diags);
  if (!suite.plannable()) return result;
  // A list of its own: what an earlier suite has reported about the same cluster would not be counted again.
  Diagnostics shared;
  SuitePlanner planner(suite, make_context(suite, shared), diags);
  for (const Diagnostic& found : shared.all()) diags.add(found.code, found.level, found.span, found.message) = found;
  result.tests.reserve(suite.tests.size());
  for (const Test& test : suite.tests) {
    if (!test.sound) continue;
    std::optional<TestPlan> plan = planner.plan(test);
    if (plan && !shared.failed()) result.tests.push_back(std::move(*plan));
  }
  check_shared_files(result.tests, diags);
  return result;
}

}  // namespace perfc
