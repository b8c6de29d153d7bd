#include "compiler/driver/plan_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/table.hpp"

namespace perfc::driver {
namespace {

constexpr std::array<std::string_view, 8> kHeads = {"test",  "mode",       "nodes",     "GPUs",
                                                    "roles", "tasks/node", "idle GPUs", "GPU hours"};

struct Totals {
  std::size_t tests = 0;
  std::int64_t nodes = 0;  // of the largest test: tests run one after the other
  std::int64_t gpus = 0;   // likewise
  std::int64_t idle = 0;
  double gpu_hours = 0;

  void add(const Totals& other) {
    tests += other.tests;
    nodes = std::max(nodes, other.nodes);
    gpus = std::max(gpus, other.gpus);
    idle += other.idle;
    gpu_hours += other.gpu_hours;
  }
};

template <class Part>
std::string by_role(const TestPlan& test, Part part) {
  std::string result;
  for (const RolePlan& role : test.roles) {
    if (!result.empty()) result += ", ";
    result += part(role);
  }
  return result;
}

TableRow row_of(const TestPlan& test) {
  return {displayed(test.name),
          std::string(to_string(test.mode)),
          fmt::format("{}", test.nodes),
          fmt::format("{}", test.gpus),
          by_role(test,
                  [](const RolePlan& role) {
                    return fmt::format("{} {}x{}", role.role, role.servers, role.gpus_per_server);
                  }),
          by_role(test, [](const RolePlan& role) { return fmt::format("{}", role.tasks_per_node); }),
          fmt::format("{}", test.idle_gpus),
          fmt::format("{:.1f}", gpu_hours(test))};
}

std::string sum_line(std::string_view what, const Totals& totals) {
  return fmt::format("{}: {} test{}, at most {} node{} and {} GPU{} at once, {} GPU{} idle, {:.1f} GPU hours\n", what,
                     totals.tests, totals.tests == 1 ? "" : "s", totals.nodes, totals.nodes == 1 ? "" : "s",
                     totals.gpus, totals.gpus == 1 ? "" : "s", totals.idle, totals.idle == 1 ? "" : "s",
                     totals.gpu_hours);
}

Totals totals_of(const SuitePlan& plan) {
  Totals totals;
  for (const TestPlan& test : plan.tests) totals.add({1, test.nodes, test.gpus, test.idle_gpus, gpu_hours(test)});
  return totals;
}

}  // namespace

std::string plan_table(const std::vector<SuitePlan>& plans) {
  std::string text;
  Totals all;
  for (const SuitePlan& plan : plans) {
    std::vector<TableRow> rows = {{kHeads.begin(), kHeads.end()}};
    for (const TestPlan& test : plan.tests) rows.push_back(row_of(test));
    const Totals totals = totals_of(plan);
    all.add(totals);
    text += fmt::format("suite {} on {}\n", displayed(plan.suite->origin.name),
                        displayed(plan.suite->cluster->origin.name));
    for (const std::string& line : aligned(rows, {false, false, true, true, false, false, true, true})) {
      (text += line) += '\n';
    }
    text += sum_line("sum", totals) + '\n';
  }
  if (plans.size() > 1) {
    text += sum_line("all suites", all);
  } else if (!text.empty()) {
    text.pop_back();  // the empty line that sets suites apart
  }
  return text;
}

}  // namespace perfc::driver
