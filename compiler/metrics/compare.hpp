// Runs against a baseline, metric by metric, each by its better direction.
#pragma once

#include <string>
#include <vector>

#include "compiler/metrics/log_reader.hpp"
#include "compiler/program/expectation.hpp"

namespace perfc {

struct Tolerances {
  double percent = kUsualRegression;
  std::vector<Expectations::Regression> of;  // of single metrics

  [[nodiscard]] double for_metric(std::size_t metric) const;
};

struct Comparison {
  std::size_t metric = 0;
  double before = 0;
  std::optional<double> now;  // NaN for what is no number
  double percent = 0;         // tolerated
  bool worse = false;         // than is tolerated, or not there

  // In percent of what it was; positive is better.
  [[nodiscard]] std::optional<double> change() const;
};

// Every comparable metric that the baseline has a number for. A run that completed nothing is worse in all of them.
[[nodiscard]] std::vector<Comparison> compare(const Measured& before, const Measured& now,
                                              const Tolerances& tolerances);

}  // namespace perfc
