// GPUs that a job holds and no server uses.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_idle_gpus(const Case& shown, Findings& findings) {
  // The job of an aggregated test asks for the GPUs of its server alone.
  if (shown.plan == nullptr || shown.plan->mode != Mode::disagg || shown.plan->idle_gpus == 0) return;
  const TestPlan& plan = *shown.plan;
  Diagnostic& found =
      findings.report(shown.topology->origin.span,
                      fmt::format("{} of the {} GPUs that topology '{}' takes on cluster '{}' are idle", plan.idle_gpus,
                                  plan.gpus, shown.topology->origin.name, shown.cluster()->origin.name));
  for (const RolePlan& role : plan.roles) {
    const std::int64_t held = role.nodes_per_server * plan.gpus_per_node;
    if (held == role.gpus_per_server) continue;
    found.advise(fmt::format("{}: {} server{} x {} of {} GPUs on {} node{}", role.role, role.servers,
                             role.servers == 1 ? "" : "s", role.gpus_per_server, held, role.nodes_per_server,
                             role.nodes_per_server == 1 ? "" : "s"));
  }
}

}  // namespace

const Rule rules::idle_gpus = {.name = "idle-gpus",
                               .level = Level::note,
                               .summary = "a job uses the GPUs that it holds",
                               .page = R"(
A disaggregated job takes whole nodes, and each server has nodes of its own. A server of fewer GPUs than its nodes have leaves
the others idle for as long as the job runs. Small context servers are often meant so.

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 2 { tensor_parallel_size = 2 }
  gen 1 { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```
)",
                               .deployment = check_idle_gpus};

}  // namespace perfc::lint
