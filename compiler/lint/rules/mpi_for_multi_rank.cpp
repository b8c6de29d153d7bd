// Ranks of a server find one another through srun's MPI plugin.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_mpi(const Case& shown, Findings& findings) {
  if (shown.plan == nullptr || shown.cluster()->mpi != "none") return;
  for (const Role* role : started(shown)) {
    const RolePlan* planned = nullptr;
    for (const RolePlan& each : shown.plan->roles) {
      if (each.role == role->name) planned = &each;
    }
    // An engine that is told how to start its processes needs no MPI.
    if (planned == nullptr || planned->gpus_per_server == 1 || word(option(*role, {"orchestrator_type"}))) continue;
    findings
        .report(role->span, fmt::format("role '{}' has {} ranks, but cluster '{}' starts them without MPI", role->name,
                                        planned->gpus_per_server, shown.cluster()->origin.name))
        .note(shown.cluster()->origin.at("mpi"), "mpi is none")
        .advise("write mpi = pmix in the cluster");
  }
}

}  // namespace

const Rule rules::mpi_for_multi_rank = {.name = "mpi-for-multi-rank",
                                        .level = Level::error,
                                        .summary = "servers of several ranks run on clusters with MPI",
                                        .page = R"(
The ranks of a server find one another through the MPI plugin of srun. Under `mpi = none` each rank believes that it is alone,
and the server does not start. (A role with an `orchestrator_type` starts its processes by itself.)

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  mpi = none
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  mpi = pmix
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```
)",
                                        .deployment = check_mpi};

}  // namespace perfc::lint
