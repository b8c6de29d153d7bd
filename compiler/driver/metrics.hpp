// What perfc metrics prints.
#pragma once

#include <string>
#include <vector>

#include "compiler/metrics/compare.hpp"

namespace perfc::driver {

struct ShownRun {
  std::string log;  // as it was named
  LoggedRun run;
  std::vector<Comparison> comparisons;  // with the baseline, where there is one
};

// "?" where the log does not say it.
[[nodiscard]] std::string concurrency_text(const LoggedRun& run);
[[nodiscard]] std::string metrics_table(const std::vector<ShownRun>& runs);
[[nodiscard]] std::string metrics_json(const std::vector<ShownRun>& runs);
[[nodiscard]] std::string metrics_csv(const std::vector<ShownRun>& runs);

}  // namespace perfc::driver
