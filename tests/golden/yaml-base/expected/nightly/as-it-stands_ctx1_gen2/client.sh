#!/bin/bash
set -Eeuo pipefail

TEST_NAME=as-it-stands_ctx1_gen2

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/GPT-OSS-120B-FP4 --tokenizer /data/GPT-OSS-120B-FP4)
  dataWords=(--dataset-name random --random-ids --random-input-len 2048 --random-output-len 512 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 2048 input and 512 output tokens, ratio 0.8"
  client 16 160
  client 128 1280
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
