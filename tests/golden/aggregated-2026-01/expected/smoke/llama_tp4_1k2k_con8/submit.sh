#!/bin/bash
set -Eeuo pipefail

TEST_NAME=llama_tp4_1k2k_con8
CONFIG_NAME=llama_hopper
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=''
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/scratch/results
  fi
  CONFIG_DIR=/opt/TensorRT-LLM/tests/scripts/perf-sanity
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
