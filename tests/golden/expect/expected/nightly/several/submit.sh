#!/bin/bash
set -Eeuo pipefail

SUITE=nightly
TEST_NAME=several
CONFIG_NAME=nightly
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=''
WORK_TAIL=/nightly/several
NEEDS=()
WORK_NEEDS=(WORKSPACE)

set_paths() {
  if [[ -z $workDir ]]; then
    : "${WORKSPACE:?is not set, and this test needs it}"
    workDir="${WORKSPACE}/nightly/several"
  fi
  CONFIG_DIR=/opt/trtllm/tests/scripts/perf-sanity
  LOG_DIR="${workDir}/disagg_workspace"
  NEEDED_NAMES=("the repository" "the container image" "the run script" "the install script")
  NEEDED_PATHS=(/opt/trtllm /images/trtllm.sqsh /opt/trtllm/jenkins/scripts/slurm_run.sh /opt/trtllm/jenkins/scripts/slurm_install.sh)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
