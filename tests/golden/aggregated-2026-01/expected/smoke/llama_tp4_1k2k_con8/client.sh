#!/bin/bash
set -Eeuo pipefail

TEST_NAME=llama_tp4_1k2k_con8

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /models/llama-3.1-model/Llama-3.1-8B-Instruct --tokenizer /models/llama-3.1-model/Llama-3.1-8B-Instruct)
  dataWords=(--dataset-name random --random-ids --random-input-len 1024 --random-output-len 2048 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 1024 input and 2048 output tokens, ratio 0.8"
  client 8 64
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
