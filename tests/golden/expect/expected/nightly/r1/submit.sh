#!/bin/bash
set -Eeuo pipefail

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
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
