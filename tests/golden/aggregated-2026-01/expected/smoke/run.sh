#!/bin/bash
set -Eeuo pipefail

SUITE=smoke
SHARED_WORK_DIR=yes
TESTS=(
  single-agg llama_tp4_1k2k_con8 ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
