#!/bin/bash
set -Eeuo pipefail

TEST_NAME=tp2_low_latency
CONFIG_NAME=aggr
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/nightly/tp2_low_latency
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/perf/nightly/tp2_low_latency
  fi
  CONFIG_DIR=/opt/trtllm/tests/scripts/perf-sanity
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
