#!/bin/bash
#SBATCH --nodes=1
#SBATCH --gpus=4
#SBATCH --ntasks=4
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
  : "${WORKSPACE:?is not set, and this test needs it}"
  workDir="${WORKSPACE}/nightly/unjudged"
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/opt/trtllm
export stageName=aggr_perf_test_unjudged
export perfMode=true
export resourcePathNode=/opt/trtllm
export pytestCommand="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO /opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=3600 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=aggr_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-unjudged]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export runScript=/opt/trtllm/jenkins/scripts/slurm_run.sh
export installScript=/opt/trtllm/jenkins/scripts/slurm_install.sh
export gpusPerNode=4
export totalNodes=1
export totalGpus=4

srunArgs=(
  "--container-name=disagg_test_${SLURM_JOB_ID}"
  "--container-image=/images/trtllm.sqsh"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=/lustre/models:/data,/opt/trtllm:/opt/trtllm,${workDir}:${workDir}"
  "--mpi=pmix"
  "--container-env=pytestCommand"
)

fresh "${workDir}"
logDir="${workDir}/disagg_workspace"
begin /opt/trtllm/jenkins/scripts/slurm_run.sh /opt/trtllm/jenkins/scripts/slurm_install.sh
start SERVER '' "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 "$runScript"
finish
