#!/bin/bash
#SBATCH --output=/scratch/results/smoke/llama_tp1_128x2048_con8/slurm_%j.log
#SBATCH --nodes=1
#SBATCH --gpus=1
#SBATCH --ntasks=1
#SBATCH --partition=batch
#SBATCH --account=research
#SBATCH --job-name=aggr_perf_test
#SBATCH --time=24:00:00
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
  workDir=/scratch/results/smoke/llama_tp1_128x2048_con8
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/opt/TensorRT-LLM
export stageName=aggr_perf_test_llama_tp1_128x2048_con8
export perfMode=true
export resourcePathNode=/opt/TensorRT-LLM
export pytestCommand="LLM_ROOT=/opt/TensorRT-LLM LLM_BACKEND_ROOT=/opt/TensorRT-LLM/triton_backend LLM_MODELS_ROOT=/models MODEL_CACHE_DIR=/models COLUMNS=300 NCCL_DEBUG=INFO pytest -vv --timeout-method=thread --timeout=3600 --rootdir /opt/TensorRT-LLM/tests/integration/defs --test-prefix=aggr_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[aggr_upload-smoke-llama_tp1_128x2048_con8]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export runScript=/opt/TensorRT-LLM/jenkins/scripts/slurm_run.sh
export installScript=/opt/TensorRT-LLM/jenkins/scripts/slurm_install.sh
export gpusPerNode=8
export totalNodes=1
export totalGpus=8

srunArgs=(
  "--container-name=disagg_test_${SLURM_JOB_ID}"
  "--container-image=nvcr.io/nvidia/tensorrt-llm:latest"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=/models,/opt/TensorRT-LLM:/opt/TensorRT-LLM:ro,${workDir}:${workDir}"
  "--mpi=pmix"
  "--container-env=pytestCommand"
)

fresh "${workDir}"
logDir="${workDir}/disagg_workspace"
begin /opt/TensorRT-LLM/jenkins/scripts/slurm_run.sh /opt/TensorRT-LLM/jenkins/scripts/slurm_install.sh
start SERVER '' "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=1 --ntasks-per-node=1 "$runScript"
finish
