#!/bin/bash
set -Eeuo pipefail

TESTS=(
  disagg deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only ''
)

#: runtime/run.sh
main "$@"
