// Whether the requests of a test can be answered in its time at all.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

// Tokens that a GPU generates in a second: several times what any model reaches on any GPU of today.
constexpr double kFastest = 100'000;

void check_rounds(const Case& shown, Findings& findings) {
  if (shown.plan == nullptr || shown.load == nullptr) return;
  const Benchmark& load = *shown.load;
  double requests = 0;
  for (const std::int64_t each : load.concurrency)
    requests += static_cast<double>(each) * static_cast<double>(load.rounds);
  double gpus = 0;
  for (const RolePlan& role : shown.plan->roles) gpus += static_cast<double>(role.servers * role.gpus_per_server);
  const auto seconds = static_cast<double>(shown.plan->timeout_s);
  const double rate = requests * static_cast<double>(load.output_length) / std::max(gpus * seconds, 1.0);
  if (rate <= kFastest) return;
  findings
      .report(
          load.origin.at("rounds"),
          fmt::format("{:.0f} requests of {} tokens in {:.0f} min are {:.0f} tokens a second on each of {:.0f} GPUs",
                      requests, load.output_length, seconds / 60, rate, gpus))
      .note(shown.test->span, "in this test")
      .advise(fmt::format("no GPU generates more than {:.0f}; write fewer 'rounds' or a longer 'timeout'", kFastest));
}

}  // namespace

const Rule rules::rounds_plausible = {.name = "rounds-plausible",
                                      .level = Level::warning,
                                      .summary = "the requests of a test can be answered in its time",
                                      .page = R"(
A load makes `concurrency` x `rounds` requests, for each value of the list. Where even a rate that no GPU reaches (100,000 tokens
a second) would not answer them within the test's `timeout`, the run ends by its time limit and measures nothing.

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
  server { tensor_parallel_size = 4 }
  benchmark { concurrency = [4096], rounds = 1000 }
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
  server { tensor_parallel_size = 4 }
  benchmark { concurrency = [4096], rounds = 10 }
}
suite s on lab { test t }
```
)",
                                      .test = check_rounds};

}  // namespace perfc::lint
