#!/bin/bash
set -Eeuo pipefail

SUITE=gen_only
TEST_NAME=deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only
CONFIG_NAME=deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=''
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/perf
  fi
  CONFIG_DIR=/opt/trtllm/tests/integration/defs/perf/disagg/test_configs/disagg/perf
  LOG_DIR="${workDir}/disagg_workspace"
  NEEDED_NAMES=("the repository" "the container image")
  NEEDED_PATHS=(/opt/trtllm /images/trtllm.sqsh)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
