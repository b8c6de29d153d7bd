#!/bin/bash
#SBATCH --output=/work/wide/deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only/slurm_%j.log
#SBATCH --nodes=2
#SBATCH --ntasks=8
#SBATCH --ntasks-per-node=4
#SBATCH --gpus-per-node=4
#SBATCH --segment=2
#SBATCH --partition=batch
#SBATCH --account=perf
#SBATCH --job-name=aggr_perf_test
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@30

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

#: runtime/slurm.sh

#: runtime/steps.sh

#: runtime/fresh.sh

#: runtime/gpus.sh

#: runtime/eval_word.sh

: "${SLURM_JOB_ID:?is not set, and this test needs it}"
workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  workDir=/work/wide/deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/repo
export stageName=aggr_perf_test_deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only
export perfMode=true
export resourcePathNode=/repo
export pytestCommand="LLM_ROOT=/repo LLM_BACKEND_ROOT=/repo/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO /repo/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=5400 --rootdir /repo/tests/integration/defs --test-prefix=aggr_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[aggr_upload-ctx_only-deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX_ctx_only]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export runScript=/repo/jenkins/scripts/slurm_run.sh
export installScript=/repo/jenkins/scripts/slurm_install.sh
export gpusPerNode=4
export totalNodes=2
export totalGpus=8

srunArgs=(
  "--container-name=disagg_test_${SLURM_JOB_ID}"
  "--container-image=image.sqsh"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=/models:/data,/repo:/repo,${workDir}:${workDir}"
  "--mpi=pmix"
  "--container-env=pytestCommand"
)

fresh "${workDir}"
logDir="${workDir}/disagg_workspace"
begin /repo/jenkins/scripts/slurm_run.sh /repo/jenkins/scripts/slurm_install.sh
start SERVER '' "${srunArgs[@]}" --kill-on-bad-exit=1 -N 2 --ntasks=8 --ntasks-per-node=4 "$runScript"
finish
