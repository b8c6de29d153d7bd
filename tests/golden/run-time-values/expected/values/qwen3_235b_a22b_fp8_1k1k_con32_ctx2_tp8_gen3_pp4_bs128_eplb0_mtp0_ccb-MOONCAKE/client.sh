#!/bin/bash
set -Eeuo pipefail

TEST_NAME=qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE

run_clients() {
  command=(env "GENERATOR=1" python -m tensorrt_llm.serve.scripts.benchmark_serving --model /models/Qwen3-235B-A22B-FP8 --tokenizer /models/Qwen3-235B-A22B-FP8)
  dataWords=(--dataset-name random --random-ids --random-input-len 1024 --random-output-len 1024 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 1024 input and 1024 output tokens, ratio 0.8"
  client 32 256
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
