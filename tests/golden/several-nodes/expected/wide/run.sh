#!/bin/bash
set -Eeuo pipefail

SUITE=wide
SHARED_WORK_DIR=''
TESTS=(
  multi-agg r1_dep8 ''
  multi-agg deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only ''
  disagg deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
