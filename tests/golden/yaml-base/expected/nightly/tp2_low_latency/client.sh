#!/bin/bash
set -Eeuo pipefail

TEST_NAME=tp2_low_latency

run_clients() {
  : "${MODEL_DIR:?is not set, and this test needs it}"
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model "${MODEL_DIR}" --tokenizer "${MODEL_DIR}")
  dataWords=(--dataset-name random --random-ids --random-input-len 2048 --random-output-len 512 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 2048 input and 512 output tokens, ratio 0.8"
  client 4 20
}

#: runtime/script.sh

#: runtime/client.sh

main "$@"
