// The queue of a gen_only run is as long as its concurrency; no more requests can be in flight than the batches hold.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_gen_only_fill(const Case& shown, Findings& findings) {
  if (!shown.starts_gen() || shown.load == nullptr || !shown.load->gen_only()) return;
  const Role& gen = *shown.topology->gen;
  const auto batch = number(gen, {"max_batch_size"});
  // With a pipeline several batches are in flight at a time.
  if (!batch || gen.pipeline_parallel_size > 1 || shown.load->concurrency.empty()) return;
  const auto most = std::max_element(shown.load->concurrency.begin(), shown.load->concurrency.end());
  const std::int64_t ranks = attention_dp(gen);
  std::int64_t room = 0;
  if (__builtin_mul_overflow(*batch, ranks, &room) || __builtin_mul_overflow(room, gen.servers, &room)) return;
  if (*most <= room) return;
  const auto index = static_cast<std::size_t>(most - shown.load->concurrency.begin());
  findings
      .report(
          shown.load->origin.at("concurrency", index),
          fmt::format("a gen_only run of {} requests at a time never has them all in flight: the gen servers hold {}",
                      *most, room))
      .note(place_of(gen, {"max_batch_size"}),
            fmt::format("max_batch_size {} x {} rank{} with requests of their own x {} server{} = {}", *batch, ranks,
                        ranks == 1 ? "" : "s", gen.servers, gen.servers == 1 ? "" : "s", room))
      .advise(fmt::format("write concurrency = [{}] or less, or a larger max_batch_size", room));
}

}  // namespace

const Rule rules::gen_only_fill = {.name = "gen-only-fill",
                                   .level = Level::warning,
                                   .summary = "the gen servers of a gen_only run hold all its requests",
                                   .page = R"(
A `gen_only` run first fills the generation servers and then measures them. A server holds `max_batch_size` requests on each
rank that has requests of its own (all tensor-parallel ranks with attention DP, else one). More requests at a time than all
servers hold are never in flight, yet the queue is sized by them: the job sets `TLLM_BENCHMARK_REQ_QUEUES_SIZE` to the largest
concurrency, whatever the batches hold. In other modes over-subscription is common and meant.

## Example that fails

```perf
model m { }
topology t {
  model = m
  gen 1 { tensor_parallel_size = 8, enable_attention_dp = true, max_batch_size = 64, max_num_tokens = 64 }
  benchmark { mode = gen_only, concurrency = [1024], dataset = file("/data/requests.json") }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  gen 1 { tensor_parallel_size = 8, enable_attention_dp = true, max_batch_size = 64, max_num_tokens = 64 }
  benchmark { mode = gen_only, concurrency = [512], dataset = file("/data/requests.json") }
}
```
)",
                                   .deployment = check_gen_only_fill};

}  // namespace perfc::lint
