#!/bin/bash
set -Eeuo pipefail

fallback0="/opt/Tensor RT"
SUITE=values
TEST_NAME=qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE
CONFIG_NAME=qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=''
WORK_TAIL=/values/qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE
NEEDS=(IMAGE MODELS HOME HF_TOKEN)
WORK_NEEDS=(SCRATCH)

set_paths() {
  if [[ -z $workDir ]]; then
    : "${SCRATCH:?is not set, and this test needs it}"
    workDir="${SCRATCH}/perf runs/values/qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE"
  fi
  CONFIG_DIR="${TRTLLM_DIR:-${fallback0}}/tests/integration/defs/perf/disagg/test_configs/disagg/perf"
  LOG_DIR="${workDir}/disagg_workspace"
  NEEDED_NAMES=("the repository" "the run script" "the install script")
  NEEDED_PATHS=("${TRTLLM_DIR:-${fallback0}}" "${TRTLLM_DIR:-${fallback0}}/jenkins/scripts/slurm_run.sh" "${TRTLLM_DIR:-${fallback0}}/jenkins/scripts/slurm_install.sh")
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
