#!/bin/bash
set -Eeuo pipefail

SUITE=nightly
TEST_NAME=r1
CONFIG_NAME=r1
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=''
WORK_TAIL=/nightly/r1
NEEDS=()
WORK_NEEDS=(WORKSPACE)

set_paths() {
  if [[ -z $workDir ]]; then
    : "${WORKSPACE:?is not set, and this test needs it}"
    workDir="${WORKSPACE}/nightly/r1"
  fi
  CONFIG_DIR=/opt/trtllm/tests/integration/defs/perf/disagg/test_configs/disagg/perf
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
