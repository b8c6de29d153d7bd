#!/bin/bash
set -Eeuo pipefail

SUITE=smoke
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
  NEEDED_NAMES=("the repository")
  NEEDED_PATHS=(/opt/TensorRT-LLM)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
