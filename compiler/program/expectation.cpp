#include "compiler/program/expectation.hpp"

namespace perfc {
namespace {

// Whether a name may be the last part of an id, "disagg_upload-NAME" or "aggr_upload-CONFIGURATION-NAME".
bool may_end(const std::string& id, const std::string& name) {
  return id.size() > name.size() && id.ends_with(name) && id[id.size() - name.size() - 1] == '-';
}

// The name of the runs without an id that an id of unknown name may end with; none where several may.
std::optional<std::string> only_ending(const std::vector<BaselineRun>& runs, const TestNames& names) {
  if (names.name || !names.id) return std::nullopt;
  std::optional<std::string> only;
  for (const BaselineRun& run : runs) {
    if (!run.test || run.id || run.test == only || !may_end(*names.id, *run.test)) continue;
    if (only) return std::nullopt;
    only = run.test;
  }
  return only;
}

// How well a run's names fit a test: 0 not at all, else more is better.
std::size_t fit(const BaselineRun& run, const TestNames& names, const std::optional<std::string>& ending) {
  if ((!run.test && !run.id) || (!names.name && !names.id)) return 1;
  const bool same_id = names.id && run.id == names.id;
  const bool same_name = names.name && run.test == names.name;
  if (same_id || same_name) return same_id && same_name ? 5 : same_name ? 4 : 3;
  if (names.id && run.test == names.id) return 3;
  return ending && !run.id && run.test == ending ? 2 : 0;
}

}  // namespace

const BaselineRun* Baseline::find(const TestNames& names, std::optional<std::int64_t> concurrency) const {
  const std::optional<std::string> ending = only_ending(runs, names);
  const BaselineRun* best = nullptr;
  std::size_t best_fit = 0;
  bool alone = true;
  for (const BaselineRun& run : runs) {
    if (run.concurrency && concurrency && *run.concurrency != *concurrency) continue;
    const std::size_t name = fit(run, names, ending);
    const std::size_t fits = name == 0 ? 0 : name * 2 + (run.concurrency && concurrency ? 1 : 0);
    if (fits == 0 || fits < best_fit) continue;
    alone = fits > best_fit;
    best = &run;
    best_fit = fits;
  }
  return alone ? best : nullptr;
}

}  // namespace perfc
