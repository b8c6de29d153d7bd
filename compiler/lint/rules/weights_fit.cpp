// Whether the weights of a model can be in the memory of the GPUs that share them. An estimate.
#include <fmt/format.h>

#include <array>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"
#include "compiler/plan/hardware.hpp"

namespace perfc::lint {
namespace {

// Some memory belongs to the driver, to activations and to the cache.
constexpr double kUsable = 0.9;
constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;

// Bytes of one weight. Scales and what is not quantised come on top.
double bytes_of(std::string_view precision) {
  constexpr std::array<std::string_view, 7> kFour = {"fp4", "nvfp4", "mxfp4", "int4", "w4afp8", "w4a8", "w4a16"};
  constexpr std::array<std::string_view, 2> kSixteen = {"bf16", "fp16"};
  for (const std::string_view name : kFour) {
    if (name == precision) return 0.5;
  }
  for (const std::string_view name : kSixteen) {
    if (name == precision) return 2;
  }
  return 1;
}

void check_weights(const Case& shown, Findings& findings) {
  const Model* model = shown.topology->model;
  const Gpu* gpu = shown.cluster() == nullptr ? nullptr : shown.cluster()->gpu;
  if (model == nullptr || !model->parameters || !model->precision || gpu == nullptr || gpu->memory.count <= 0) return;
  const double weights = static_cast<double>(*model->parameters) * bytes_of(*model->precision);
  const double memory = static_cast<double>(gpu->memory.count);
  for (const Role* role : started(shown)) {
    const std::int64_t ranks = ranks_of(*role).value_or(0);
    if (ranks < 1) continue;
    const double each = weights / static_cast<double>(ranks);
    if (each <= memory * kUsable) continue;
    findings
        .report(role->span,
                fmt::format("about {:.0f} GiB of weights on each GPU of role '{}' do not fit into {:.0f} GiB",
                            each / kGiB, role->name, memory * kUsable / kGiB))
        .note(model->origin.at("parameters"),
              fmt::format("{:.1f} billion weights in {}, {:.0f} GiB, over {} GPU{}",
                          static_cast<double>(*model->parameters) / 1e9, *model->precision, weights / kGiB, ranks,
                          ranks == 1 ? "" : "s"))
        .advise(fmt::format("{:.0f} % of the {:.0f} GiB of a {} count; use {} GPUs or more", kUsable * 100,
                            memory / kGiB, gpu->origin.name,
                            static_cast<std::int64_t>(weights / (memory * kUsable)) + 1));
  }
}

}  // namespace

const Rule rules::weights_fit = {.name = "weights-fit",
                                 .level = Level::note,
                                 .summary = "the weights fit into the memory of the GPUs that share them",
                                 .page = R"(
Where the model says its `parameters` and `precision` and the cluster's GPU its `memory`, the weights are estimated as
parameters x bytes of the precision over all GPUs of a server, and compared with 90 % of a GPU's memory. The estimate is low:
with attention DP each GPU has all attention weights, and scales and unquantised layers are not counted.

## Example that fails

```perf
use std.gb200
use std.trtllm
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = deepseek_r1
  server : tp(2) { }
  benchmark { }
}
suite s on lab { test t }
```

## Mended

```perf
use std.gb200
use std.trtllm
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = deepseek_r1
  server : tp(4) { }
  benchmark { }
}
suite s on lab { test t }
```
)",
                                 .deployment = check_weights};

}  // namespace perfc::lint
