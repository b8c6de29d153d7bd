#!/bin/bash
set -Eeuo pipefail

SUITE=wide
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
  NEEDED_NAMES=("the repository" "the run script" "the install script")
  NEEDED_PATHS=(/repo /repo/jenkins/scripts/slurm_run.sh /repo/jenkins/scripts/slurm_install.sh)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
