#!/bin/bash
set -Eeuo pipefail

TEST_NAME=as-it-stands_ctx1_gen2
CONFIG_NAME=as-it-stands_ctx1_gen2
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/nightly/as-it-stands_ctx1_gen2
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/perf/nightly/as-it-stands_ctx1_gen2
  fi
  CONFIG_DIR=/opt/trtllm/tests/integration/defs/perf/disagg/test_configs/disagg/perf
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
