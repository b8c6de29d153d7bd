#include "compiler/lint/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void name_case(Case& shown) {
  const Topology& topology = *shown.topology;
  const bool named = topology.quoted || !topology.document_server.empty();
  if (shown.test != nullptr && shown.test->alias) {
    shown.name = *shown.test->alias;
    shown.name_span = shown.test->alias_span;
  } else if (shown.plan == nullptr
                 ? named
                 : shown.plan->name == topology.origin.name || shown.plan->name == topology.document_server) {
    shown.name = shown.plan == nullptr ? std::string_view(topology.origin.name) : std::string_view(shown.plan->name);
    shown.name_span = topology.origin.span;
  }
}

const Benchmark* own_load(const Topology& topology) { return topology.load ? &*topology.load : nullptr; }

std::vector<Case> planned_cases(const Subject& subject) {
  std::vector<Case> cases;
  for (const SuitePlan& suite : subject.plans) {
    for (const TestPlan& plan : suite.tests) {
      Case shown;
      shown.suite = suite.suite;
      shown.plan = &plan;
      shown.test = plan.test;
      shown.topology = plan.test->topology;
      name_case(shown);
      std::vector<const Benchmark*> loads = plan.test->loads;
      if (loads.empty()) loads = {own_load(*shown.topology)};
      for (const Benchmark* load : loads) {
        shown.load = load;
        cases.push_back(shown);
      }
    }
  }
  return cases;
}

// Topologies of the FILE arguments that no suite of the program tests.
void add_untested(const Subject& subject, std::vector<Case>& cases) {
  std::set<std::pair<FileId, std::uint32_t>> tested;
  const auto key = [](const Topology& topology) {
    return std::pair(topology.origin.span.file, topology.origin.span.begin);
  };
  for (const Suite& suite : subject.program->suites) {
    for (const Test& test : suite.tests) tested.insert(key(*test.topology));
  }
  const auto given = [&subject](const Topology& topology) {
    return std::any_of(subject.operands.begin(), subject.operands.end(),
                       [&](const syntax::Tree* tree) { return tree->file == topology.origin.span.file; });
  };
  for (const Topology& topology : subject.program->topologies) {
    if (!topology.declared || !given(topology) || tested.contains(key(topology))) continue;
    Case shown;
    shown.topology = &topology;
    shown.load = own_load(topology);
    name_case(shown);
    cases.push_back(shown);
  }
}

// Numbers of the cases: the same for the same topology, load and cluster.
std::vector<std::size_t> deployments_of(const std::vector<Case>& cases) {
  std::map<std::tuple<const Topology*, const Benchmark*, const Cluster*>, std::size_t> known;
  std::vector<std::size_t> numbers;
  numbers.reserve(cases.size());
  for (const Case& shown : cases) {
    numbers.push_back(known.try_emplace({shown.topology, shown.load, shown.cluster()}, known.size()).first->second);
  }
  return numbers;
}

void show(const Rule& rule, const std::vector<Case>& cases, const std::vector<std::size_t>& deployments,
          Findings& findings) {
  std::vector<bool> faultless(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    findings.about(cases[i]);
    if (rule.test != nullptr) rule.test(cases[i], findings);
    if (rule.deployment == nullptr || faultless[deployments[i]]) continue;
    const std::size_t before = findings.count();
    rule.deployment(cases[i], findings);
    // What has findings is shown again with each test, as each may have an `allow` of its own.
    faultless[deployments[i]] = findings.count() == before;
  }
}

void report_unused(const Subject& subject, const Levels& levels, Allows& allows, Diagnostics& diags) {
  if (!levels.runs(rules::unused_allow) || !subject.whole) return;
  Findings findings(rules::unused_allow, levels, allows, diags);
  for (const Allow& allow : std::vector<Allow>(allows.all().begin(), allows.all().end())) {
    const bool given = std::any_of(subject.operands.begin(), subject.operands.end(),
                                   [&](const syntax::Tree* tree) { return tree->file == allow.name_span.file; });
    if (allow.used || !given || allow.rule == &rules::unused_allow || !levels.runs(*allow.rule)) continue;
    findings.report(allow.name_span, fmt::format("there is no finding of '{}' here to allow", allow.rule->name))
        .advise("remove this 'allow'")
        .mend_away(allow.span);
  }
}

}  // namespace

void lint(const Subject& subject, const Levels& levels, Diagnostics& diags) {
  Allows allows;
  for (const syntax::Tree* tree : subject.trees) allows.collect(*tree, diags);
  std::vector<Case> cases = planned_cases(subject);
  add_untested(subject, cases);
  const std::vector<std::size_t> deployments = deployments_of(cases);
  for (const Rule* rule : all_rules()) {
    if (!levels.runs(*rule)) continue;
    Findings findings(*rule, levels, allows, diags);
    if (rule->program != nullptr) rule->program(subject, findings);
    if (rule->test != nullptr || rule->deployment != nullptr) show(*rule, cases, deployments, findings);
  }
  report_unused(subject, levels, allows, diags);
}

void lint_topology(const Topology& topology, const Levels& levels, Diagnostics& diags) {
  Allows none;
  Case shown;
  shown.topology = &topology;
  shown.load = own_load(topology);
  shown.name = topology.origin.name;
  shown.name_span = topology.origin.span;
  for (const Rule* rule : all_rules()) {
    if (!levels.runs(*rule)) continue;
    Findings findings(*rule, levels, none, diags);
    show(*rule, {shown}, {0}, findings);
  }
}

}  // namespace perfc::lint
