#!/bin/bash
set -Eeuo pipefail

TEST_NAME=deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/models/DeepSeek-R1-0528 --tokenizer /data/models/DeepSeek-R1-0528)
  dataWords=(--dataset-name trtllm_custom --dataset-path /data/datasets/replay.json)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --non-streaming --trust-remote-code)
  data_file /data/datasets/replay.json
  client 16 128
  client 128 1024
  client 64 512
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
