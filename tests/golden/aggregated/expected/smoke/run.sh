#!/bin/bash
set -Eeuo pipefail

SUITE=smoke
SHARED_WORK_DIR=''
TESTS=(
  single-agg llama_tp1_128x2048_con8 ''
  single-agg llama_pp2tp2_128x2048 ''
  single-agg llama_slow "does not fit"
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
