#!/bin/bash
set -Eeuo pipefail

TEST_NAME=llama_slow
CONFIG_NAME=smoke
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/smoke/llama_slow
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/scratch/results/smoke/llama_slow
  fi
  CONFIG_DIR=/opt/TensorRT-LLM/tests/scripts/perf-sanity
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
