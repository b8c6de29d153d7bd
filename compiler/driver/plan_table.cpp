#include "compiler/driver/plan_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/diag/glyphs.hpp"

namespace perfc::driver {
namespace {

constexpr double kSecondsAnHour = 3600;
constexpr std::array<std::string_view, 8> kHeads = {"test",  "mode",       "nodes",     "GPUs",
                                                    "roles", "tasks/node", "idle GPUs", "GPU hours"};
constexpr std::array<bool, kHeads.size()> kNumbers = {false, false, true, true, false, false, true, true};
using Row = std::array<std::string, kHeads.size()>;

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

double gpu_hours(const TestPlan& test) {
  return static_cast<double>(test.gpus) * static_cast<double>(test.timeout_s) / kSecondsAnHour;
}

template <class Part>
std::string by_role(const TestPlan& test, Part part) {
  std::string result;
  for (const RolePlan& role : test.roles) {
    if (!result.empty()) result += ", ";
    result += part(role);
  }
  return result;
}

Row row_of(const TestPlan& test) {
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

std::size_t cells(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    count += glyph.cells;
    text.remove_prefix(glyph.bytes);
  }
  return count;
}

std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, kHeads.size()> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], cells(row[i]));
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      const std::string padding(widths[i] - cells(row[i]), ' ');
      line += kNumbers[i] ? padding + row[i] : row[i] + padding;
    }
    text.append(line, 0, line.find_last_not_of(' ') + 1).push_back('\n');
  }
  return text;
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
    std::vector<Row> rows(1);
    std::copy(kHeads.begin(), kHeads.end(), rows[0].begin());
    for (const TestPlan& test : plan.tests) rows.push_back(row_of(test));
    const Totals totals = totals_of(plan);
    all.add(totals);
    text += fmt::format("suite {} on {}\n{}{}\n", displayed(plan.suite->origin.name),
                        displayed(plan.suite->cluster->origin.name), aligned(rows), sum_line("sum", totals));
  }
  if (plans.size() > 1) {
    text += sum_line("all suites", all);
  } else if (!text.empty()) {
    text.pop_back();  // the empty line that sets suites apart
  }
  return text;
}

}  // namespace perfc::driver
