#!/bin/bash
set -Eeuo pipefail

TEST_NAME=deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only
CONFIG_NAME=deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/wide/deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/work/wide/deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only
  fi
  CONFIG_DIR=/repo/tests/integration/defs/perf/disagg/test_configs/disagg/perf
  LOG_DIR="${workDir}/disagg_workspace"
}

#: runtime/script.sh

#: runtime/jobs.sh

#: runtime/submit.sh

main "$@"
