#!/bin/bash
set -Eeuo pipefail

SUITE=nightly
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
  NEEDED_NAMES=("the repository" "the run script" "the install script")
  NEEDED_PATHS=(/opt/trtllm /opt/trtllm/jenkins/scripts/slurm_run.sh /opt/trtllm/jenkins/scripts/slurm_install.sh)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
