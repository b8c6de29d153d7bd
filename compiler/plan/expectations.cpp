#include "compiler/plan/expectations.hpp"

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

constexpr std::string_view kCompleted = "completed_requests";
constexpr std::string_view kOutput = "output_tokens";

// Names are shown in tables and reports, a line each.
std::string one_line(std::string name) {
  std::replace_if(name.begin(), name.end(), is_control, ' ');
  return name;
}

bool has_lower_bound(const Expectations& expect, std::size_t metric) {
  return std::any_of(expect.bounds.begin(), expect.bounds.end(), [metric](const Expectations::Bound& bound) {
    return bound.metric == metric && (bound.op[0] == '>' || bound.op == "==");
  });
}

// A run that served nobody may have the best of latencies.
void add_minimum(ExpectedRun& run, const Expectations& expect) {
  const std::size_t completed = *metric_index(kCompleted);
  const std::size_t output = *metric_index(kOutput);
  if (!has_lower_bound(expect, completed))
    run.values.push_back({completed, ">=", static_cast<double>(run.prompts), {}, 0});
  if (!has_lower_bound(expect, output)) run.values.push_back({output, ">", 0, {}, 0});
}

// Whether there is any number to compare with: a run that failed has none.
bool comparable(const Measured& before) {
  return std::any_of(before.begin(), before.begin() + kComparable,
                     [](const std::optional<double>& value) { return value && *value > 0; });
}

class RegressionPlanner {
 public:
  RegressionPlanner(const Expectations& expect, const TestNames& names, Diagnostics& diags)
      : expect_(expect), names_(names), diags_(diags) {}

  void add(ExpectedRun& run) {
    if (expect_.baseline == nullptr) return;
    const Baseline& baseline = *expect_.baseline;
    const BaselineRun* const before = baseline.find(names_, run.concurrency);
    if (before == nullptr || !comparable(before->measured)) {
      diags_
          .report(codes::not_in_baseline, expect_.baseline_span, baseline.path, *names_.name,
                  std::to_string(run.concurrency))
          .advise("this run is compared with nothing; take it into the baseline once it has passed");
      return;
    }
    for (std::size_t metric = 0; metric < kComparable; ++metric) add(run, metric, before->measured[metric]);
  }

 private:
  void add(ExpectedRun& run, std::size_t metric, const std::optional<double>& before) {
    const auto own = std::find_if(expect_.regressions.begin(), expect_.regressions.end(),
                                  [metric](const auto& regression) { return regression.metric == metric; });
    // What was not measured then, such as the time to the first token of answers that come at once, says nothing.
    if (!before || !(*before > 0)) {
      if (own == expect_.regressions.end()) return;
      diags_
          .report(codes::baseline_lacks_metric, own->span, expect_.baseline->path, kMetrics[metric].name, *names_.name,
                  run.concurrency)
          .note(expect_.baseline_span, "the baseline");
      return;
    }
    const double percent = own != expect_.regressions.end() ? own->percent : expect_.regression;
    run.values.push_back(
        {metric, higher_is_better(metric) ? ">=" : "<=", worst_allowed(metric, *before, percent), before, percent});
  }

  const Expectations& expect_;
  const TestNames& names_;  // of the test; its own is known
  Diagnostics& diags_;
};

void add_runs(const Benchmark& load, const TestNames& names, std::vector<ExpectedRun>& runs, Diagnostics& diags) {
  for (const std::int64_t concurrency : load.concurrency) {
    ExpectedRun& run = runs.emplace_back();
    run.load = one_line(load.origin.name);
    run.concurrency = concurrency;
    run.prompts = concurrency * load.rounds;
    if (load.expect == nullptr) continue;
    for (const Expectations::Bound& bound : load.expect->bounds)
      run.values.push_back({bound.metric, bound.op, bound.value, {}, 0});
    RegressionPlanner(*load.expect, names, diags).add(run);
    add_minimum(run, *load.expect);
  }
}

}  // namespace

std::vector<ExpectedRun> expected_runs(const std::vector<const Benchmark*>& loads, const TestNames& names, bool literal,
                                       Diagnostics& diags) {
  const auto expects = [](const Benchmark* load) { return load->expect != nullptr; };
  const auto first = std::find_if(loads.begin(), loads.end(), expects);
  if (first == loads.end()) return {};
  if (literal) {
    diags.report(codes::expect_ignored, (*first)->expect->span, (*first)->origin.name)
        .advise("contract = perfc checks it; or leave `expect` out");
    return {};
  }
  std::vector<ExpectedRun> runs;
  for (const Benchmark* load : loads) add_runs(*load, names, runs, diags);
  return runs;
}

}  // namespace perfc
