#!/bin/bash
#SBATCH --output=/perf/slurm_%j.log
#SBATCH --nodes=2
#SBATCH --ntasks=8
#SBATCH --ntasks-per-node=4
#SBATCH --gpus-per-node=4
#SBATCH --partition=batch
#SBATCH --account=perf
#SBATCH --job-name=disagg_perf_test
#SBATCH --time=04:00:00

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

#: runtime/slurm.sh

#: runtime/steps.sh

#: runtime/gpus.sh

#: runtime/eval_word.sh

workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  workDir=/perf
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/opt/trtllm
export stageName=disagg_perf_test_deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only
export perfMode=true
export resourcePathNode=/opt/trtllm
export pytestCommand="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data/models MODEL_CACHE_DIR=/data/models COLUMNS=300 NCCL_DEBUG=INFO /opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=3600 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_advanced.py::test_e2e[disagg_upload-deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
export TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export pytestCommandNoLLMAPILaunch="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data/models MODEL_CACHE_DIR=/data/models COLUMNS=300 NCCL_DEBUG=INFO pytest -vv --timeout-method=thread --timeout=3600 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_advanced.py::test_e2e[disagg_upload-deepseek_r1_7392x922_ctx1_dep4_gen2_tp2_bs32_eplb0_mtp0_ccb-NIXL_gen_only]"
export pytestCommandWorker="unset UCX_TLS && TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1 TRTLLM_DISABLE_KV_CACHE_TRANSFER_OVERLAP=1 TLLM_BENCHMARK_REQ_QUEUES_SIZE=128 TLLM_LOG_LEVEL=INFO PYTHONWARNINGS=ignore::DeprecationWarning ${pytestCommand}"
export pytestCommandDisaggServer="TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1 ${pytestCommandNoLLMAPILaunch}"
export pytestCommandBenchmark="${pytestCommandNoLLMAPILaunch}"
export runScript=/scripts/slurm_run.sh
export installScript=/scripts/slurm_install.sh
export numCtxServers=0
export numGenServers=2
export gpusPerNode=4
export gpusPerCtxServer=4
export gpusPerGenServer=2
export nodesPerCtxServer=1
export nodesPerGenServer=1
export totalNodes=2
export totalGpus=8

srunArgs=(
  "--container-name=disagg_test"
  "--container-image=/images/trtllm.sqsh"
  "--container-workdir=/perf"
  "--container-mounts=/data/models:/data"
  "--mpi=pmix"
  "--container-env=TRTLLM_DISAGG_BENCHMARK_GEN_ONLY"
  "--container-env=DISAGG_SERVING_TYPE"
  "--container-env=pytestCommand"
)

cancelsJob=yes
logDir="${workDir}/disagg_workspace"
begin /scripts/slurm_run.sh /scripts/slurm_install.sh
start install install.log "${srunArgs[@]}" "$installScript"
finish
DISAGG_SERVING_TYPE=GEN_0 pytestCommand=$pytestCommandWorker \
  start GEN_0 gen_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 "$runScript"
DISAGG_SERVING_TYPE=GEN_1 pytestCommand=$pytestCommandWorker \
  start GEN_1 gen_server_1.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 "$runScript"
DISAGG_SERVING_TYPE=DISAGG_SERVER pytestCommand=$pytestCommandDisaggServer \
  start DISAGG_SERVER disagg_server.log "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 "$runScript"
DISAGG_SERVING_TYPE=BENCHMARK pytestCommand=$pytestCommandBenchmark \
  start BENCHMARK '' "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 "$runScript"
finish
