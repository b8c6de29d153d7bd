#include "compiler/program/expectation.hpp"

namespace perfc {
namespace {

bool ends_with_name(std::string_view id, std::string_view name) {
  return id.size() > name.size() + 1 && id.ends_with(name) && id[id.size() - name.size() - 1] == '-';
}

// How well a run's name fits a test: 0 not at all, else more is better. Either may be an id with its prefixes,
// "disagg_upload-NAME"; of several that end alike the shortest is meant.
std::size_t fit(const std::optional<std::string>& name, std::optional<std::string_view> test) {
  constexpr std::size_t kExact = std::size_t{1} << 40U;
  if (!name || !test) return 1;
  if (*name == *test) return kExact;
  if (ends_with_name(*name, *test) || ends_with_name(*test, *name)) return kExact - name->size();
  return 0;
}

}  // namespace

const BaselineRun* Baseline::find(std::optional<std::string_view> test, std::optional<std::int64_t> concurrency) const {
  const BaselineRun* best = nullptr;
  std::size_t best_fit = 0;
  bool alone = true;
  for (const BaselineRun& run : runs) {
    if (run.concurrency && concurrency && *run.concurrency != *concurrency) continue;
    const std::size_t name = fit(run.test, test);
    const std::size_t fits = name == 0 ? 0 : name * 2 + (run.concurrency && concurrency ? 1 : 0);
    if (fits == 0 || fits < best_fit) continue;
    alone = fits > best_fit;
    best = &run;
    best_fit = fits;
  }
  return alone ? best : nullptr;
}

}  // namespace perfc
