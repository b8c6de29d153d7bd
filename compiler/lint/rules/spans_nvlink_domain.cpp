// Servers whose ranks NVLink does not all join.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_domain_of_servers(const Case& shown, Findings& findings) {
  const Gpu* gpu = shown.cluster() == nullptr ? nullptr : shown.cluster()->gpu;
  if (gpu == nullptr || shown.plan == nullptr) return;
  for (const RolePlan& role : shown.plan->roles) {
    if (role.gpus_per_server <= gpu->nvlink_domain) continue;
    findings
        .report(shown.topology->origin.span,
                fmt::format("a server of role '{}' has {} GPUs, but NVLink joins {} of cluster '{}'", role.role,
                            role.gpus_per_server, gpu->nvlink_domain, shown.cluster()->origin.name))
        .note(gpu->origin.at("nvlink_domain"), fmt::format("nvlink_domain of {}", gpu->origin.name))
        .advise("its ranks talk over the network between nodes; use smaller servers, or more of them");
  }
}

}  // namespace

const Rule rules::spans_nvlink_domain = {.name = "spans-nvlink-domain",
                                         .level = Level::note,
                                         .summary = "the ranks of a server are joined by NVLink",
                                         .page = R"(
The ranks of a server exchange data in every step. Where a server has more GPUs than one NVLink domain, some of that goes over
the network, which is slower by an order of magnitude. That may be what a test is for.

## Example that fails

```perf
use std.b200
model m { }
cluster lab : b200_hgx8 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 16 }
  benchmark { }
}
suite s on lab { test t }
```

## Mended

```perf
use std.b200
model m { }
cluster lab : b200_hgx8 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 8 }
  benchmark { }
}
suite s on lab { test t }
```
)",
                                         .deployment = check_domain_of_servers};

}  // namespace perfc::lint
