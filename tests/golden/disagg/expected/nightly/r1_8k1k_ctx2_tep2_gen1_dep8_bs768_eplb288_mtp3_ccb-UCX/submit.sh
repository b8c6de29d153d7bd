#!/bin/bash
set -Eeuo pipefail

SUITE=nightly
TEST_NAME=r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
CONFIG_NAME=r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/nightly/r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/lustre/perf/nightly/r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
  fi
  CONFIG_DIR=/home/perf/TensorRT-LLM/tests/integration/defs/perf/disagg/test_configs/disagg/perf
  LOG_DIR="${workDir}/disagg_workspace"
  NEEDED_NAMES=("the repository" "the run script" "the install script")
  NEEDED_PATHS=(/home/perf/TensorRT-LLM /home/perf/TensorRT-LLM/jenkins/scripts/slurm_run.sh /home/perf/TensorRT-LLM/jenkins/scripts/slurm_install.sh)
}

#: runtime/script.sh

#: runtime/states.sh

#: runtime/jobs.sh

#: runtime/progress.sh

#: runtime/look.sh

#: runtime/sbatch.sh

#: runtime/submit.sh

main "$@"
