#!/bin/bash
#SBATCH --output=/perf/nightly/as-it-stands_ctx1_gen2/slurm_%j.log
#SBATCH --nodes=3
#SBATCH --ntasks=12
#SBATCH --ntasks-per-node=4
#SBATCH --gpus-per-node=4
#SBATCH --partition=batch
#SBATCH --account=perf
#SBATCH --job-name=disagg_perf_test
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@30

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

#: runtime/slurm.sh

#: runtime/steps.sh

#: runtime/fresh.sh

#: runtime/nodes.sh

#: runtime/gpus.sh

#: runtime/eval_word.sh

: "${SLURM_JOB_ID:?is not set, and this test needs it}"
workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  workDir=/perf/nightly/as-it-stands_ctx1_gen2
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/opt/trtllm
export stageName=disagg_perf_test_as-it-stands_ctx1_gen2
export perfMode=true
export resourcePathNode=/opt/trtllm
export pytestCommand="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO /opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=3600 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[disagg_upload-as-it-stands_ctx1_gen2]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export pytestCommandNoLLMAPILaunch="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO pytest -vv --timeout-method=thread --timeout=3600 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[disagg_upload-as-it-stands_ctx1_gen2]"
export pytestCommandGenWorker="unset UCX_TLS && TLLM_LOG_LEVEL=INFO TRTLLM_ENABLE_PDL=1 GEN_ONLY_HERE=1 ${pytestCommand}"
export pytestCommandCtxWorker="unset UCX_TLS && TLLM_LOG_LEVEL=INFO TRTLLM_ENABLE_PDL=1 ${pytestCommand}"
export pytestCommandDisaggServer="${pytestCommandNoLLMAPILaunch}"
export pytestCommandBenchmark="${pytestCommandNoLLMAPILaunch}"
export runScript=/opt/trtllm/jenkins/scripts/slurm_run.sh
export installScript=/opt/trtllm/jenkins/scripts/slurm_install.sh
export numCtxServers=1
export numGenServers=2
export gpusPerNode=4
export gpusPerCtxServer=2
export gpusPerGenServer=4
export nodesPerCtxServer=1
export nodesPerGenServer=1
export totalNodes=3
export totalGpus=12

srunArgs=(
  "--container-name=disagg_test_${SLURM_JOB_ID}"
  "--container-image=nvcr.io/nvidia/tensorrt-llm:latest"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=/data/models:/data,/opt/trtllm:/opt/trtllm,${workDir}:${workDir}"
  "--mpi=pmix"
  "--container-env=DISAGG_SERVING_TYPE,pytestCommand"
)

stagger=1
fresh "${workDir}"
logDir="${workDir}/disagg_workspace"
begin /opt/trtllm/jenkins/scripts/slurm_run.sh /opt/trtllm/jenkins/scripts/slurm_install.sh
read_nodes 3
start install install.log "${srunArgs[@]}" "$installScript"
finish
DISAGG_SERVING_TYPE=GEN_0 pytestCommand=$pytestCommandGenWorker \
  start GEN_0 gen_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 -w "$(nodes 0 1)" "$runScript"
DISAGG_SERVING_TYPE=GEN_1 pytestCommand=$pytestCommandGenWorker \
  start GEN_1 gen_server_1.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 -w "$(nodes 1 1)" "$runScript"
DISAGG_SERVING_TYPE=CTX_0 pytestCommand=$pytestCommandCtxWorker \
  start CTX_0 ctx_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=2 --ntasks-per-node=2 -w "$(nodes 2 1)" "$runScript"
DISAGG_SERVING_TYPE=DISAGG_SERVER pytestCommand=$pytestCommandDisaggServer \
  start DISAGG_SERVER disagg_server.log "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
DISAGG_SERVING_TYPE=BENCHMARK pytestCommand=$pytestCommandBenchmark \
  start BENCHMARK '' "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
finish
