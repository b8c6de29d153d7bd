#!/bin/bash
set -Eeuo pipefail

TEST_NAME=several

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1 --tokenizer /data/DeepSeek-R1)
  dataWords=(--dataset-name random --random-ids --random-input-len 1024 --random-output-len 1024 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 1024 input and 1024 output tokens, ratio 0.8"
  client 64 512
  client 1024 8192
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1 --tokenizer /data/DeepSeek-R1)
  dataWords=(--dataset-name random --random-ids --random-input-len 128 --random-output-len 128 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 128 input and 128 output tokens, ratio 0.8"
  client 16 32
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1 --tokenizer /data/DeepSeek-R1)
  dataWords=(--dataset-name trtllm_custom --dataset-path /data/sets/chat.json)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  data_file /data/sets/chat.json
  client 1 8
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
