// The complete program of the language reference, and what it comes to.
#include <doctest/doctest.h>

#include "tests/unit/check/fixture.hpp"

using perfc::test::Workbench;

namespace {
constexpr const char* kProgram = R"perf(
use std.gb200
use std.trtllm

cluster oci_gb200 : gb200_nvl4 {
  account   = "coreai_comparch_trtllm"
  partition = "batch"
  nodes     = 18
  time      = 4h
  container {
    image  = "nvcr.io/nvidia/tensorrt-llm:latest"
    mounts = ["${model_root}:/data", "${repo}:${repo}"]
  }
  model_root = "/lustre/fsw/coreai_comparch_trtllm/common"
  repo       = env("TRTLLM_DIR")
  work_dir   = env("WORKSPACE")
}

model deepseek_r1_fp4 : deepseek_r1 {
  dir       = "DeepSeek-R1-0528-FP4-v2"
  precision = fp4
}

topology r1_1k1k {
  model = deepseek_r1_fp4

  ctx 1 : dep(4) {
    max_batch_size = 16
    max_num_tokens = 16_896
    max_seq_len    = 2044
  }
  gen 1 : dep(8) {
    max_batch_size = 768
    max_num_tokens = 768
    max_seq_len    = 2068
    cuda_graph_config { batch_sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 768] }
  }
  cache_transceiver_config { backend = UCX, max_tokens_in_buffer = 16Ki }
}

topology r1_tp4_mtp3 {
  model = deepseek_r1_fp4
  server : tp(4) {
    max_batch_size = 4
    max_num_tokens = 8192
    speculative_config { decoding_type = MTP, num_nextn_predict_layers = 3 }
  }
}

benchmark e2e_1k1k {
  mode          = e2e
  input_length  = 1024
  output_length = 1024
  concurrency   = [1024]
  rounds        = 8
  dataset       = random(0.8)
  expect {
    token_throughput >= 12_000
    p99_ttft         <= 2s
  }
}

suite gb200_sanity on oci_gb200 {
  stage   = post_merge
  timeout = 90min

  test r1_1k1k with e2e_1k1k
  for c in [1, 64, 512] {
    test r1_tp4_mtp3 with e2e_1k1k { concurrency = [c] }
  }
}
)perf";
}  // namespace

TEST_CASE("the complete program checks and comes to what it says") {
  Workbench bench;
  const perfc::Program& program = bench.check(kProgram);
  CHECK(bench.findings() == "");
  REQUIRE(program.suites.size() == 1);
  const perfc::Suite& suite = program.suites.front();
  CHECK(suite.cluster->gpus_per_node == 4);
  CHECK(suite.cluster->nodes == 18);
  REQUIRE(suite.cluster->gpu != nullptr);
  CHECK(suite.cluster->gpu->nvlink_domain == 72);
  CHECK(suite.cluster->container.mounts.at(0).display() == "/lustre/fsw/coreai_comparch_trtllm/common:/data");
  CHECK(suite.cluster->container.mounts.at(1).display() == "${TRTLLM_DIR}:${TRTLLM_DIR}");
  REQUIRE(suite.tests.size() == 4);
  const perfc::Topology& disagg = *suite.tests[0].topology;
  REQUIRE(disagg.gen);
  CHECK(disagg.gen->servers == 1);
  CHECK(disagg.gen->tensor_parallel_size == 8);
  CHECK(disagg.ctx->options->at({"cache_transceiver_config", "max_tokens_in_buffer"})->get<std::int64_t>() != nullptr);
  CHECK(*disagg.gen->options->at({"cache_transceiver_config", "max_tokens_in_buffer"})->get<std::int64_t>() == 16384);
  CHECK(suite.tests[0].timeout->ms == 90 * 60 * 1000);
  CHECK(suite.tests[0].stage == "post_merge");
  CHECK(suite.tests[3].loads.at(0)->concurrency == std::vector<std::int64_t>{512});
  CHECK(suite.tests[3].loads.at(0)->rounds == 8);
  CHECK(suite.tests[0].loads.at(0)->concurrency == std::vector<std::int64_t>{1024});
}
