#include "compiler/metrics/compare.hpp"

#include <algorithm>
#include <cmath>

namespace perfc {

namespace {

// A duration that is not above 0 was not measured.
bool measured(std::size_t metric, double value) { return higher_is_better(metric) ? !std::isnan(value) : value > 0; }

}  // namespace

double Tolerances::for_metric(std::size_t metric) const {
  const auto own = std::find_if(of.begin(), of.end(), [metric](const auto& item) { return item.metric == metric; });
  return own == of.end() ? percent : own->percent;
}

std::optional<double> Comparison::change() const {
  if (!now || !measured(metric, *now)) return std::nullopt;
  const double share = (*now - before) / before * 100;
  return higher_is_better(metric) || share == 0 ? share : -share;
}

std::vector<Comparison> compare(const Measured& before, const Measured& now, const Tolerances& tolerances) {
  const std::optional<double> completed = now[*metric_index("completed_requests")];
  const bool empty = completed && !(*completed > 0);
  std::vector<Comparison> out;
  for (std::size_t metric = 0; metric < kComparable; ++metric) {
    if (!before[metric] || !(*before[metric] > 0)) continue;
    Comparison& made = out.emplace_back();
    made.metric = metric;
    made.before = *before[metric];
    made.now = now[metric];
    made.percent = tolerances.for_metric(metric);
    const double worst = worst_allowed(metric, made.before, made.percent);
    const bool good =
        made.now && measured(metric, *made.now) && (higher_is_better(metric) ? *made.now >= worst : *made.now <= worst);
    made.worse = empty || !good;
  }
  return out;
}

}  // namespace perfc
