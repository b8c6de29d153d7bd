#!/bin/bash
set -Eeuo pipefail

fallback0="/scratch/it's here/"
SUITE=smoke
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
  NEEDED_NAMES=("the repository" "the container image" "the run script" "the install script")
  NEEDED_PATHS=("${TRTLLM_DIR}" "/images/trtllm one.sqsh" "${TRTLLM_DIR}/jenkins/scripts/slurm_run.sh" "${TRTLLM_DIR}/jenkins/scripts/slurm_install.sh")
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
