// What a benchmark must reach, as `expect { }` says it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/program/metric.hpp"

namespace perfc {

// One run of a benchmark of which the numbers are known.
struct BaselineRun {
  std::optional<std::string> test;          // a test's name, or what stands in the brackets of its pytest id; none: any
  std::optional<std::string> id;            // that for sure, beside the name
  std::optional<std::int64_t> concurrency;  // none: any
  Measured measured;
};

// As far as they are known: a program knows both of its tests, a log has the id alone.
struct TestNames {
  std::optional<std::string> name;
  std::optional<std::string> id;  // what stands in the brackets of the pytest id
};

struct Baseline {
  std::string path;  // as the program names it
  std::vector<BaselineRun> runs;

  // The run of a test at a concurrency, as far as one knows them: one that names the test before one that names none.
  // A run that has no id of its own belongs to a test of unknown name whose id ends with its name, where only one such
  // name is here. Null where there is none, or where several fit what is known alike.
  [[nodiscard]] const BaselineRun* find(const TestNames& names, std::optional<std::int64_t> concurrency) const;
};

struct Expectations {
  struct Bound {
    std::size_t metric = 0;
    std::string op;    // == != < <= > >=
    double value = 0;  // in the unit of the output
    Span span;
  };
  struct Regression {
    std::size_t metric = 0;
    double percent = 0;
    Span span;
  };
  std::vector<Bound> bounds;
  std::shared_ptr<const Baseline> baseline;  // null: none
  Span baseline_span;
  double regression = kUsualRegression;  // percent, of all metrics that say nothing else
  std::vector<Regression> regressions;   // of single metrics
  Span span;
};

}  // namespace perfc
