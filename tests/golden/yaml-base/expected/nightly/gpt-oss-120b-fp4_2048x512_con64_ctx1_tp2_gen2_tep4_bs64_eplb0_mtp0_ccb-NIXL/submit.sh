#!/bin/bash
set -Eeuo pipefail

TEST_NAME=gpt-oss-120b-fp4_2048x512_con64_ctx1_tp2_gen2_tep4_bs64_eplb0_mtp0_ccb-NIXL
CONFIG_NAME=gpt-oss-120b-fp4_2048x512_con64_ctx1_tp2_gen2_tep4_bs64_eplb0_mtp0_ccb-NIXL
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/nightly/gpt-oss-120b-fp4_2048x512_con64_ctx1_tp2_gen2_tep4_bs64_eplb0_mtp0_ccb-NIXL
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/perf/nightly/gpt-oss-120b-fp4_2048x512_con64_ctx1_tp2_gen2_tep4_bs64_eplb0_mtp0_ccb-NIXL
  fi
  CONFIG_DIR=/opt/trtllm/tests/integration/defs/perf/disagg/test_configs/disagg/perf
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
