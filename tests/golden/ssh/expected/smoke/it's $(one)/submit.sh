#!/bin/bash
set -Eeuo pipefail

fallback0="/scratch/it's here/"
TEST_NAME=$'it\'s $(one)'
CONFIG_NAME=smoke
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=''
WORK_TAIL=$'/smoke/it\'s $(one)'
NEEDS=(TRTLLM_DIR)
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir="${WORKSPACE:-${fallback0}}"$'/smoke/it\'s $(one)'
  fi
  : "${TRTLLM_DIR:?is not set, and this test needs it}"
  CONFIG_DIR="${TRTLLM_DIR}/tests/scripts/perf-sanity"
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
