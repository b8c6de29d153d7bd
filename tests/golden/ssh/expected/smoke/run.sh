#!/bin/bash
set -Eeuo pipefail

SUITE=smoke
SHARED_WORK_DIR=''
TESTS=(
  single-agg $'it\'s $(one)' ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
