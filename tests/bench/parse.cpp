// How many bytes of .perf text are parsed a second on one core. The text is made here, in the proportions of real
// programs: topologies with two roles and option blocks, benchmarks, a suite, comments, strings with interpolation.
#include "compiler/syntax/parse.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <iterator>
#include <string>

namespace {

constexpr std::size_t kBytes = 20U << 20U;

void append_program(std::string& out, int n) {
  fmt::format_to(std::back_inserter(out), R"(
## Deployment {0} of the sweep, one prefill and one decode server.
topology r1_1k1k_{0} {{
  model = deepseek_r1_fp4

  ctx 1 : dep(4) {{
    max_batch_size = 16
    max_num_tokens = 16_896
    max_seq_len    = 2044
    kv_cache_config {{ free_gpu_memory_fraction = 0.75, dtype = fp8, enable_block_reuse = false }}
  }}
  gen {1} : dep(8) {{
    max_batch_size = 768      # what fits beside the cache
    max_num_tokens = 768
    max_seq_len    = 2068
    cuda_graph_config {{ batch_sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 768] }}
    moe_config {{
      backend        = CUTEDSL
      load_balancer  = if_present("configs/eplb_{0}.yaml", slots = 288)
    }}
    env {{ TRTLLM_ENABLE_PDL = "1", NCCL_GRAPH_MIXING_SUPPORT = "0" }}
  }}
  cache_transceiver_config {{ backend = UCX, max_tokens_in_buffer = 16Ki }}
}}

benchmark e2e_{0} {{
  mode          = e2e
  input_length  = 1024
  output_length = 1024
  concurrency   = [c * gpus for c in [1, 64, 512] if c * {1} <= 4096]
  rounds        = 8
  dataset       = file("${{model_root}}/datasets/perf-{0}.json", 0.8)
  expect {{
    token_throughput >= 12_000
    p99_ttft         <= 2s
    regression 5%
  }}
}}

suite sanity_{0} on oci_gb200 {{
  stage   = post_merge
  timeout = 90min

  test r1_1k1k_{0} with e2e_{0}
  for c in [1, 64, 512] {{
    test r1_1k1k_{0} with e2e_{0} {{ concurrency = [c] }}
  }}
}}
)",
                 n, n % 7 + 1);
}

std::string realistic_text() {
  std::string out;
  for (int n = 0; out.size() < kBytes; ++n) append_program(out, n);
  return out;
}

void parse_text(benchmark::State& state) {
  perfc::Sources sources;
  const perfc::FileId file = sources.add("bench.perf", realistic_text());
  for (auto _ : state) {
    perfc::Diagnostics diags;
    const perfc::syntax::Tree tree = perfc::syntax::parse(sources, file, diags);
    if (diags.failed()) {
      state.SkipWithError("the text has errors");
      break;
    }
    benchmark::DoNotOptimize(tree.declarations.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(sources[file].text.size()));
}
BENCHMARK(parse_text)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
