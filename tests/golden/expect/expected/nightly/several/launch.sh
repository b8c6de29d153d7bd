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

#: runtime/verdict.sh

: "${SLURM_JOB_ID:?is not set, and this test needs it}"
workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  : "${WORKSPACE:?is not set, and this test needs it}"
  workDir="${WORKSPACE}/nightly/several"
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/opt/trtllm
export stageName=aggr_perf_test_several
export perfMode=true
export resourcePathNode=/opt/trtllm
export pytestCommand="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO /opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=3600 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=aggr_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-several]"
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
resultDir="${workDir}"
testId=aggr_upload-nightly-several
testName=several
metricLines=(
  "seq_throughput=Request throughput (req/s)=/s"
  "token_throughput=Output token throughput (tok/s)=/s"
  "total_token_throughput=Total Token throughput (tok/s)=/s"
  "user_throughput=User throughput (tok/s)=/s"
  "mean_ttft=Mean TTFT (ms)= ms"
  "median_ttft=Median TTFT (ms)= ms"
  "p99_ttft=P99 TTFT (ms)= ms"
  "mean_itl=Mean ITL (ms)= ms"
  "median_itl=Median ITL (ms)= ms"
  "p99_itl=P99 ITL (ms)= ms"
  "mean_tpot=Mean TPOT (ms)= ms"
  "median_tpot=Median TPOT (ms)= ms"
  "p99_tpot=P99 TPOT (ms)= ms"
  "mean_e2el=Mean E2EL (ms)= ms"
  "median_e2el=Median E2EL (ms)= ms"
  "p99_e2el=P99 E2EL (ms)= ms"
  "completed_requests=Successful requests="
  "output_tokens=Total generated tokens="
  "input_tokens=Total input tokens="
  "duration=Benchmark duration (s)= s"
)
record_benchmark
expect_run chat 64
expect token_throughput '>=' 12000
expect p99_ttft '<=' 2000
expect mean_itl '<=' 23.1 21 10
expect completed_requests '>=' 512
expect output_tokens '>' 0
expect_run chat 1024
expect token_throughput '>=' 12000
expect p99_ttft '<=' 2000
expect completed_requests '>=' 8192
expect output_tokens '>' 0
expect_run short 16
expect token_throughput '>=' 12000
expect p99_ttft '<=' 500
expect completed_requests '>=' 30
expect mean_itl '<=' 11 10 10
expect output_tokens '>' 0
expect_run real 1
start SERVER '' "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=4 --ntasks-per-node=4 "$runScript"
finish
verdict
