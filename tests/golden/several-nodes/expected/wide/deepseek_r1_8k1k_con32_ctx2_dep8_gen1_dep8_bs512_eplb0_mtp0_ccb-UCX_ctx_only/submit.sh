#!/bin/bash
set -Eeuo pipefail

SUITE=wide
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
  NEEDED_NAMES=("the repository" "the run script" "the install script")
  NEEDED_PATHS=(/repo /repo/jenkins/scripts/slurm_run.sh /repo/jenkins/scripts/slurm_install.sh)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
