#!/bin/bash
set -Eeuo pipefail

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
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
