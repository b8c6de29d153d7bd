#!/bin/bash
set -Eeuo pipefail

SUITE=nightly
SHARED_WORK_DIR=''
TESTS=(
  single-agg tp2_low_latency ''
  disagg as-it-stands_ctx1_gen2 ''
  disagg gpt-oss-120b-fp4_2048x512_con64_ctx1_tp2_gen2_tep4_bs64_eplb0_mtp0_ccb-NIXL ''
)

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/state.sh

#: runtime/progress.sh

#: runtime/junit.sh

#: runtime/run.sh

main "$@"
