#!/bin/bash
set -Eeuo pipefail

SUITE=gen_only
SHARED_WORK_DIR=yes
TESTS=(
  disagg deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
