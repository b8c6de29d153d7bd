#include "compiler/program/expectation.hpp"

#include <algorithm>

namespace perfc {
namespace {

// How well a run's name fits a test: 0 not at all, else more is better.
std::size_t fit(const std::optional<std::string>& name, const std::vector<std::string>& names) {
  if (!name || names.empty()) return 1;
  const auto found = std::find(names.begin(), names.end(), *name);
  return found == names.end() ? 0 : 1 + static_cast<std::size_t>(names.end() - found);
}

}  // namespace

const BaselineRun* Baseline::find(const std::vector<std::string>& names,
                                  std::optional<std::int64_t> concurrency) const {
  const BaselineRun* best = nullptr;
  std::size_t best_fit = 0;
  bool alone = true;
  for (const BaselineRun& run : runs) {
    if (run.concurrency && concurrency && *run.concurrency != *concurrency) continue;
    const std::size_t name = fit(run.test, names);
    const std::size_t fits = name == 0 ? 0 : name * 2 + (run.concurrency && concurrency ? 1 : 0);
    if (fits == 0 || fits < best_fit) continue;
    alone = fits > best_fit;
    best = &run;
    best_fit = fits;
  }
  return alone ? best : nullptr;
}

}  // namespace perfc
