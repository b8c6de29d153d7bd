// What gives up first should be what can say why: the transfer, then pytest, and Slurm last.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

// pytest's --timeout, as the plan makes it.
std::int64_t pytest_limit_ms(const Case& shown) {
  const std::int64_t harness = shown.suite->harness->timeout.ms;
  return shown.test->timeout ? std::max(harness, shown.test->timeout->ms) : harness;
}

void check_slurm_limit(const Case& shown, Findings& findings) {
  const std::int64_t limit = pytest_limit_ms(shown);
  const auto& slurm = shown.cluster()->time;
  if (!slurm || limit <= slurm->ms) return;
  findings
      .report(shown.test->span, fmt::format("pytest gives the test {} min, but Slurm ends its job after {} min",
                                            limit / 60'000, slurm->ms / 60'000))
      .note(shown.cluster()->origin.at("time"),
            fmt::format("the time limit of cluster '{}'", shown.cluster()->origin.name))
      .advise("write a longer 'time' in the cluster, or a shorter 'timeout' in test or harness");
}

void check_transfer_limit(const Case& shown, Findings& findings) {
  const Path path = {"cache_transceiver_config", "kv_transfer_timeout_ms"};
  const std::int64_t limit = pytest_limit_ms(shown);
  for (const Role* role : started(shown)) {
    const auto transfer = number(*role, path);
    if (!transfer || *transfer < limit) continue;
    findings
        .report(place_of(*role, path),
                fmt::format("a KV transfer of role '{}' may take {} s, but the test ends after {} s", role->name,
                            *transfer / 1000, limit / 1000))
        .note(shown.test->span, "this test")
        .advise(fmt::format("write kv_transfer_timeout_ms = {} or less", limit / 2));
  }
}

void check_timeouts(const Case& shown, Findings& findings) {
  if (shown.test == nullptr) return;
  check_slurm_limit(shown, findings);
  check_transfer_limit(shown, findings);
}

}  // namespace

const Rule rules::timeouts_nest = {.name = "timeouts-nest",
                                   .level = Level::warning,
                                   .summary = "time limits are longer the farther out they are",
                                   .page = R"(
A run that hangs is ended by the first limit that it reaches. A KV transfer that gives up says which request failed; pytest
says which test hung, and reports it; Slurm kills the job without a word. So `kv_transfer_timeout_ms` should be below
pytest's limit (`timeout` of test and harness, the larger), and that below the cluster's `time`.

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  time = 1h
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab {
  timeout = 90min
  test t
}
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  time = 2h
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab {
  timeout = 90min
  test t
}
```
)",
                                   .test = check_timeouts};

}  // namespace perfc::lint
