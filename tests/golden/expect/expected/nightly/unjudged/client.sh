#!/bin/bash
set -Eeuo pipefail

TEST_NAME=unjudged

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1 --tokenizer /data/DeepSeek-R1)
  dataWords=(--dataset-name trtllm_custom --dataset-path /data/sets/chat.json)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  data_file /data/sets/chat.json
  client 1 8
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
