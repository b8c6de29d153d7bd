#!/bin/bash
#SBATCH --nodes=1
#SBATCH --gpus=1
#SBATCH --ntasks=1
#SBATCH --partition=batch
#SBATCH --account=research
#SBATCH --job-name=aggr_perf_test
#SBATCH --signal=B:USR1@30

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

#: runtime/slurm.sh

#: runtime/steps.sh

#: runtime/fresh.sh

#: runtime/gpus.sh

#: runtime/eval_word.sh

fallback0="/scratch/it's here/"
: "${TRTLLM_DIR:?is not set, and this test needs it}"
: "${SLURM_JOB_ID:?is not set, and this test needs it}"
workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  workDir="${WORKSPACE:-${fallback0}}"$'/smoke/it\'s $(one)'
fi
word0=$(eval_word "${TRTLLM_DIR}")
word1=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode="${TRTLLM_DIR}"
export stageName=$'aggr_perf_test_it\'s $(one)'
export perfMode=true
export resourcePathNode="${TRTLLM_DIR}"
export pytestCommand=LLM_ROOT="${word0}"" LLM_BACKEND_ROOT=""${word0}""/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO pytest -vv --timeout-method=thread --timeout=3600 --rootdir ""${word0}""/tests/integration/defs --test-prefix=aggr_upload --output-dir=""${word1}""/ --csv=""${word1}""/report.csv -o junit_logging=out-err --junit-xml=""${word1}"$'/results.xml $\'perf/test_perf_sanity.py::test_e2e\\133aggr_upload-smoke-it\\047s\\040\\044\\050one\\051\\135\''
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export runScript="${TRTLLM_DIR}/jenkins/scripts/slurm_run.sh"
export installScript="${TRTLLM_DIR}/jenkins/scripts/slurm_install.sh"
export gpusPerNode=8
export totalNodes=1
export totalGpus=8

srunArgs=(
  "--container-name=disagg_test_${SLURM_JOB_ID}"
  "--container-image=/images/trtllm one.sqsh"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=/models:/data,${TRTLLM_DIR}:${TRTLLM_DIR},${workDir}:${workDir}"
  "--mpi=pmix"
  "--container-env=pytestCommand"
)

fresh "${workDir}"
logDir="${workDir}/disagg_workspace"
begin "${TRTLLM_DIR}/jenkins/scripts/slurm_run.sh" "${TRTLLM_DIR}/jenkins/scripts/slurm_install.sh"
start SERVER '' "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=1 --ntasks-per-node=1 "$runScript"
finish
