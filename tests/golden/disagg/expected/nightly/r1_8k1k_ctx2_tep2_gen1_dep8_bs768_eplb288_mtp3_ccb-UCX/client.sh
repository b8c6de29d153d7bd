#!/bin/bash
set -Eeuo pipefail

TEST_NAME=r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1-0528-FP4-v2 --tokenizer /data/DeepSeek-R1-0528-FP4-v2)
  dataWords=(--dataset-name random --random-ids --random-input-len 8192 --random-output-len 1024 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 8192 input and 1024 output tokens, ratio 0.8"
  client 64 640
  client 1024 10240
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
