#!/bin/bash
set -Eeuo pipefail

SUITE=smoke
TEST_NAME=llama_pp2tp2_128x2048
CONFIG_NAME=smoke
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/smoke/llama_pp2tp2_128x2048
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/scratch/results/smoke/llama_pp2tp2_128x2048
  fi
  CONFIG_DIR=/opt/TensorRT-LLM/tests/scripts/perf-sanity
  LOG_DIR="${workDir}/disagg_workspace"
  NEEDED_NAMES=("the repository" "the run script" "the install script")
  NEEDED_PATHS=(/opt/TensorRT-LLM /opt/TensorRT-LLM/jenkins/scripts/slurm_run.sh /opt/TensorRT-LLM/jenkins/scripts/slurm_install.sh)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
