#!/bin/bash
set -Eeuo pipefail

SUITE=nightly
SHARED_WORK_DIR=''
TESTS=(
  disagg r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
