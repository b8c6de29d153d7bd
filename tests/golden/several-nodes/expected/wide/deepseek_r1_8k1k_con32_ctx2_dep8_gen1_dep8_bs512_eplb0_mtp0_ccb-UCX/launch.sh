#!/bin/bash
#SBATCH --output=/work/wide/deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX/slurm_%j.log
#SBATCH --nodes=6
#SBATCH --ntasks=24
#SBATCH --ntasks-per-node=4
#SBATCH --gpus-per-node=4
#SBATCH --segment=6
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
  workDir=/work/wide/deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/repo
export stageName=disagg_perf_test_deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX
export perfMode=true
export resourcePathNode=/repo
export pytestCommand="LLM_ROOT=/repo LLM_BACKEND_ROOT=/repo/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO /repo/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=5400 --rootdir /repo/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[disagg_upload-e2e-deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export pytestCommandNoLLMAPILaunch="LLM_ROOT=/repo LLM_BACKEND_ROOT=/repo/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO pytest -vv --timeout-method=thread --timeout=5400 --rootdir /repo/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[disagg_upload-e2e-deepseek_r1_8k1k_con32_ctx2_dep8_gen1_dep8_bs512_eplb0_mtp0_ccb-UCX]"
export pytestCommandWorker="unset UCX_TLS && ${pytestCommand}"
export pytestCommandDisaggServer="${pytestCommandNoLLMAPILaunch}"
export pytestCommandBenchmark="${pytestCommandNoLLMAPILaunch}"
export runScript=/repo/jenkins/scripts/slurm_run.sh
export installScript=/repo/jenkins/scripts/slurm_install.sh
export numCtxServers=2
export numGenServers=1
export gpusPerNode=4
export gpusPerCtxServer=8
export gpusPerGenServer=8
export nodesPerCtxServer=2
export nodesPerGenServer=2
export totalNodes=6
export totalGpus=24

srunArgs=(
  "--container-name=disagg_test_${SLURM_JOB_ID}"
  "--container-image=image.sqsh"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=/models:/data,/repo:/repo,${workDir}:${workDir}"
  "--mpi=pmix"
  "--container-env=DISAGG_SERVING_TYPE,pytestCommand"
)

stagger=1
fresh "${workDir}"
logDir="${workDir}/disagg_workspace"
begin /repo/jenkins/scripts/slurm_run.sh /repo/jenkins/scripts/slurm_install.sh
read_nodes 6
start install install.log "${srunArgs[@]}" "$installScript"
finish
DISAGG_SERVING_TYPE=GEN_0 pytestCommand=$pytestCommandWorker \
  start GEN_0 gen_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 2 --ntasks=8 --ntasks-per-node=4 -w "$(nodes 0 2)" "$runScript"
DISAGG_SERVING_TYPE=CTX_0 pytestCommand=$pytestCommandWorker \
  start CTX_0 ctx_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 2 --ntasks=8 --ntasks-per-node=4 -w "$(nodes 2 2)" "$runScript"
DISAGG_SERVING_TYPE=CTX_1 pytestCommand=$pytestCommandWorker \
  start CTX_1 ctx_server_1.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 2 --ntasks=8 --ntasks-per-node=4 -w "$(nodes 4 2)" "$runScript"
DISAGG_SERVING_TYPE=DISAGG_SERVER pytestCommand=$pytestCommandDisaggServer \
  start DISAGG_SERVER disagg_server.log "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
DISAGG_SERVING_TYPE=BENCHMARK pytestCommand=$pytestCommandBenchmark \
  start BENCHMARK '' "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
finish
