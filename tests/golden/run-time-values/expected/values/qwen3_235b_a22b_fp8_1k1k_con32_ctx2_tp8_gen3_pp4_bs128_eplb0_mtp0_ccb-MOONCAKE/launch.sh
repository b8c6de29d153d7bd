#!/bin/bash
#SBATCH --nodes=5
#SBATCH --ntasks=40
#SBATCH --ntasks-per-node=8
#SBATCH --gpus-per-node=8
#SBATCH --partition=batch
#SBATCH --account=$(mine)
#SBATCH --job-name=disagg_perf_test
#SBATCH --time=01:30:00
#SBATCH --signal=B:USR1@30

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

#: runtime/slurm.sh

#: runtime/steps.sh

#: runtime/fresh.sh

#: runtime/nodes.sh

#: runtime/gpus.sh

#: runtime/eval_word.sh

fallback0="/opt/Tensor RT"
: "${HOME:?is not set, and this test needs it}"
: "${HF_TOKEN:?is not set, and this test needs it}"
: "${IMAGE:?is not set, and this test needs it}"
: "${MODELS:?is not set, and this test needs it}"
workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  : "${SCRATCH:?is not set, and this test needs it}"
  workDir="${SCRATCH}/perf runs/values/qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE"
fi
word0=$(eval_word "${TRTLLM_DIR:-${fallback0}}")
word1=$(eval_word "${PERF_TEST_PREFIX:-disagg_upload}")
word2=$(eval_word "${workDir}")
word3=$(eval_word "${PERF_TEST_MODULE:-perf/test_perf_sanity.py}")
word4=$(eval_word "${PERF_TEST_FUNCTION:-test_e2e}")
word5=$(eval_word "${HOME}")
word6=$(eval_word "${HF_TOKEN}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode="${TRTLLM_DIR:-${fallback0}}"
export stageName=disagg_perf_test_qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE
export perfMode=true
export resourcePathNode="${TRTLLM_DIR:-${fallback0}}"
export pytestCommand="LLM_ROOT=${word0} LLM_BACKEND_ROOT=${word0}/triton_backend LLM_MODELS_ROOT=/models MODEL_CACHE_DIR=/models COLUMNS=300 NCCL_DEBUG=INFO ${word0}/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=3600 --rootdir ${word0}/tests/integration/defs --test-prefix=${word1} --output-dir=${word2}/ --csv=${word2}/report.csv -o junit_logging=out-err --junit-xml=${word2}/results.xml ${word3}::${word4}[${word1}-qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export pytestCommandNoLLMAPILaunch="LLM_ROOT=${word0} LLM_BACKEND_ROOT=${word0}/triton_backend LLM_MODELS_ROOT=/models MODEL_CACHE_DIR=/models COLUMNS=300 NCCL_DEBUG=INFO pytest -vv --timeout-method=thread --timeout=3600 --rootdir ${word0}/tests/integration/defs --test-prefix=${word1} --output-dir=${word2}/ --csv=${word2}/report.csv -o junit_logging=out-err --junit-xml=${word2}/results.xml ${word3}::${word4}[${word1}-qwen3_235b_a22b_fp8_1k1k_con32_ctx2_tp8_gen3_pp4_bs128_eplb0_mtp0_ccb-MOONCAKE]"
export pytestCommandGenWorker=$'unset UCX_TLS && COMMON=$\'a\\040b\' EMPTY= NEW_LINE=$\'1\\0122\' SIDE=$\'gen\\040\\042quoted\\042\\040\\140tick\\140\\040\\044\\050id\\051\\040\\134\\040ü\' '"${pytestCommand}"
export pytestCommandCtxWorker=$'unset UCX_TLS && COMMON=$\'a\\040b\' EMPTY= NEW_LINE=$\'1\\0122\' SIDE=ctx CACHE='"${word5}""/c ""${pytestCommand}"
export pytestCommandDisaggServer="TOKEN=${word6} ${pytestCommandNoLLMAPILaunch}"
export pytestCommandBenchmark=$'CLIENT=$\'-n\\073\\040exit\' '"${pytestCommandNoLLMAPILaunch}"
export runScript="${TRTLLM_DIR:-${fallback0}}/jenkins/scripts/slurm_run.sh"
export installScript="${TRTLLM_DIR:-${fallback0}}/jenkins/scripts/slurm_install.sh"
export numCtxServers=2
export numGenServers=3
export gpusPerNode=8
export gpusPerCtxServer=8
export gpusPerGenServer=4
export nodesPerCtxServer=1
export nodesPerGenServer=1
export totalNodes=5
export totalGpus=40

srunArgs=(
  "--container-name=perf_${USER:-nobody}"
  "--container-image=${IMAGE}"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=${MODELS}:/models,${HOME}/.cache:/cache,${TRTLLM_DIR:-${fallback0}}:${TRTLLM_DIR:-${fallback0}},${workDir}:${workDir}"
  "--mpi=pmix"
  "--container-env=DISAGG_SERVING_TYPE,pytestCommand"
)

stagger=1
fresh "${workDir}"
logDir="${workDir}/disagg_workspace"
begin "${TRTLLM_DIR:-${fallback0}}/jenkins/scripts/slurm_run.sh" "${TRTLLM_DIR:-${fallback0}}/jenkins/scripts/slurm_install.sh"
read_nodes 5
start install install.log "${srunArgs[@]}" "$installScript"
finish
DISAGG_SERVING_TYPE=GEN_0 pytestCommand=$pytestCommandGenWorker \
  start GEN_0 gen_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 -w "$(nodes 0 1)" "$runScript"
DISAGG_SERVING_TYPE=GEN_1 pytestCommand=$pytestCommandGenWorker \
  start GEN_1 gen_server_1.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 -w "$(nodes 1 1)" "$runScript"
DISAGG_SERVING_TYPE=GEN_2 pytestCommand=$pytestCommandGenWorker \
  start GEN_2 gen_server_2.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 -w "$(nodes 2 1)" "$runScript"
DISAGG_SERVING_TYPE=CTX_0 pytestCommand=$pytestCommandCtxWorker \
  start CTX_0 ctx_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=8 --ntasks-per-node=8 -w "$(nodes 3 1)" "$runScript"
DISAGG_SERVING_TYPE=CTX_1 pytestCommand=$pytestCommandCtxWorker \
  start CTX_1 ctx_server_1.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=8 --ntasks-per-node=8 -w "$(nodes 4 1)" "$runScript"
DISAGG_SERVING_TYPE=DISAGG_SERVER pytestCommand=$pytestCommandDisaggServer \
  start DISAGG_SERVER disagg_server.log "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
DISAGG_SERVING_TYPE=BENCHMARK pytestCommand=$pytestCommandBenchmark \
  start BENCHMARK '' "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
finish
