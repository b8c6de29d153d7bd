#!/bin/bash
set -Eeuo pipefail

SUITE=nightly
SHARED_WORK_DIR=''
TESTS=(
  single-agg several ''
  single-agg unjudged ''
  disagg r1 ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
