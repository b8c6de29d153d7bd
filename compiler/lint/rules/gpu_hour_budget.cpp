// What a suite may take of a cluster, against what its owners have said that it may.
#include <fmt/format.h>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_budget(const Subject& subject, Findings& findings) {
  const std::optional<std::int64_t> budget = findings.levels().gpu_hours();
  if (!budget) return;
  for (const SuitePlan& suite : subject.plans) {
    double hours = 0;
    const TestPlan* most = nullptr;
    for (const TestPlan& plan : suite.tests) {
      if (plan.test->skip) continue;
      hours += gpu_hours(plan);
      if (most == nullptr || gpu_hours(plan) > gpu_hours(*most)) most = &plan;
    }
    if (most == nullptr || hours <= static_cast<double>(*budget)) continue;
    findings.about({suite.suite->origin.span});
    findings
        .report(suite.suite->origin.span, fmt::format("suite '{}' may take {:.1f} GPU hours, but its budget is {}",
                                                      suite.suite->origin.name, hours, *budget))
        .note(most->test->span, fmt::format("test '{}' takes the most: {} GPUs x {:.1f} h", most->name, most->gpus,
                                            gpu_hours(*most) / static_cast<double>(most->gpus)))
        .advise("write shorter 'timeout's, test less, or raise gpu-hours in perfc.toml");
  }
}

}  // namespace

const Rule rules::gpu_hour_budget = {.name = "gpu-hour-budget",
                                     .level = Level::warning,
                                     .summary = "a suite takes no more GPU hours than perfc.toml allows",
                                     .page = R"(
`gpu-hours` in the table `[budget]` of `perfc.toml` is what one suite may take at most: nodes x GPUs of a node x time limit,
summed up over the tests that are not skipped, as `perfc plan` counts. Without it the rule says nothing.

## Example that fails

```perf
# file: example.perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t { timeout = 3h } }
# file: perfc.toml
[budget]
gpu-hours = 10
```

## Mended

```perf
# file: example.perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t { timeout = 2h } }
# file: perfc.toml
[budget]
gpu-hours = 10
```
)",
                                     .program = check_budget};

}  // namespace perfc::lint
