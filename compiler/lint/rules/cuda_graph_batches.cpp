// The batch sizes for which launches are recorded.
#include <fmt/format.h>

#include <set>
#include <utility>
#include <vector>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

// All of them in order and once, each at the place of one that is there, so that the layout and comments stay. Nothing
// where one is not written there.
std::vector<Edit> in_order(const List& sizes) {
  std::set<std::int64_t> wanted;
  for (const Value& each : sizes) {
    if (!integer(&each) || !each.span.known() || each.span.file != sizes[0].span.file) return {};
    wanted.insert(*integer(&each));
  }
  std::vector<Edit> edits;
  auto next = wanted.begin();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (i > 0 && sizes[i].span.begin < sizes[i - 1].span.end) return {};  // made by a loop, or out of other lists
    if (next == wanted.end()) continue;
    if (*integer(&sizes[i]) != *next) edits.push_back({sizes[i].span, fmt::format("{}", *next)});
    ++next;
  }
  // Those that stood twice leave places at the end.
  const Span kept = sizes[wanted.size() - 1].span;
  if (wanted.size() < sizes.size()) edits.push_back({{kept.file, kept.end, sizes.back().span.end}, {}});
  return edits;
}

// The first element that is no larger than the one before it, or stands there already.
void check_order(const Role& role, const List& sizes, Findings& findings) {
  std::set<std::int64_t> seen;
  for (const Value& each : sizes) {
    const auto size = integer(&each);
    if (!size) return;
    const bool twice = !seen.insert(*size).second;
    if (!twice && *seen.rbegin() == *size) continue;
    const Span place = each.span.known() ? each.span : place_of(role, {"cuda_graph_config", "batch_sizes"});
    Diagnostic& found = findings.report(
        place, twice ? fmt::format("batch size {} is recorded twice for role '{}'", *size, role.name)
                     : fmt::format("batch size {} stands behind {} for role '{}'", *size, *seen.rbegin(), role.name));
    found.advise(twice ? "remove it" : "write the sizes in ascending order");
    if (std::vector<Edit> edits = in_order(sizes); !edits.empty()) found.mend(std::move(edits));
    return;
  }
}

void check_beyond(const Role& role, std::int64_t largest, Span place, Findings& findings) {
  const auto batch = number(role, {"max_batch_size"});
  if (!batch || largest <= *batch) return;
  findings
      .report(place, fmt::format("a batch of {} is recorded for role '{}', but max_batch_size is {}", largest,
                                 role.name, *batch))
      .note(place_of(role, {"max_batch_size"}), fmt::format("max_batch_size is {}", *batch))
      .advise(fmt::format("leave out what is above {}", *batch));
}

void check_cuda_graph(const Case& shown, Findings& findings) {
  for (const Role* role : described(shown)) {
    findings.at_most(gravest(shown, *role));
    const Value* value = option(*role, {"cuda_graph_config", "batch_sizes"});
    if (const List* sizes = value == nullptr ? nullptr : value->list()) {
      check_order(*role, *sizes, findings);
      const Value* largest = nullptr;
      for (const Value& size : *sizes) {
        if (integer(&size) && (largest == nullptr || *integer(&size) > *integer(largest))) largest = &size;
      }
      const Span whole = place_of(*role, {"cuda_graph_config", "batch_sizes"});
      if (largest != nullptr)
        check_beyond(*role, *integer(largest), largest->span.known() ? largest->span : whole, findings);
    }
    const Path most = {"cuda_graph_config", "max_batch_size"};
    if (const auto size = number(*role, most)) check_beyond(*role, *size, place_of(*role, most), findings);
  }
}

}  // namespace

const Rule rules::cuda_graph_batches = {.name = "cuda-graph-batches",
                                        .level = Level::note,
                                        .summary = "recorded batch sizes ascend, are different and occur",
                                        .page = R"(
For each size in `cuda_graph_config.batch_sizes` the server records the launches of a step when it starts. Sizes above
`max_batch_size` never occur; sizes that stand there twice or out of order come from editing and hide what is meant. Files of
the field often carry a list from one deployment to the next, which does no harm.

## Example that fails

```perf
model m { }
topology t {
  model = m
  server {
    tensor_parallel_size = 4
    max_batch_size = 64
    cuda_graph_config { batch_sizes = [1, 2, 4, 8, 16, 32, 64, 128] }
  }
  benchmark { concurrency = [64] }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  server {
    tensor_parallel_size = 4
    max_batch_size = 64
    cuda_graph_config { batch_sizes = [1, 2, 4, 8, 16, 32, 64] }
  }
  benchmark { concurrency = [64] }
}
```
)",
                                        .deployment = check_cuda_graph};

}  // namespace perfc::lint
