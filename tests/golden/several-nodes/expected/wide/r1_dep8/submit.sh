#!/bin/bash
set -Eeuo pipefail

TEST_NAME=r1_dep8
CONFIG_NAME=r1_2_nodes
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/wide/r1_dep8
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/work/wide/r1_dep8
  fi
  CONFIG_DIR=/repo/tests/scripts/perf-sanity
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
