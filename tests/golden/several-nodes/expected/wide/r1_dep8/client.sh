#!/bin/bash
set -Eeuo pipefail

TEST_NAME=r1_dep8

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1-0528 --tokenizer /data/DeepSeek-R1-0528)
  dataWords=(--dataset-name random --random-ids --random-input-len 1024 --random-output-len 1024 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 1024 input and 1024 output tokens, ratio 0.8"
  client 1 8
  client 64 512
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1-0528 --tokenizer /data/DeepSeek-R1-0528)
  dataWords=(--dataset-name random --random-ids --random-input-len 8192 --random-output-len 1024 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 8192 input and 1024 output tokens, ratio 0.8"
  client 32 256
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
