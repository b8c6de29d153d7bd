#!/bin/bash
set -Eeuo pipefail

TESTS=(
  single-agg tp2_low_latency ''
  disagg as-it-stands_ctx1_gen2 ''
  disagg gpt-oss-120b-fp4_2048x512_con64_ctx1_tp2_gen2_tep4_bs64_eplb0_mtp0_ccb-NIXL ''
)

#: runtime/run.sh
main "$@"
