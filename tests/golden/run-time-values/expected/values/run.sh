#!/bin/bash
set -Eeuo pipefail

SUITE=values
SHARED_WORK_DIR=''
TESTS=(
  disagg qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
