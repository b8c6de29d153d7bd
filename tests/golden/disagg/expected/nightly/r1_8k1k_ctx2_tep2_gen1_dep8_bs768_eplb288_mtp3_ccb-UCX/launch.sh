#!/bin/bash
#SBATCH --output=/lustre/perf/nightly/r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX/slurm_%j.log
#SBATCH --nodes=4
#SBATCH --ntasks=16
#SBATCH --ntasks-per-node=4
#SBATCH --gpus-per-node=4
#SBATCH --partition=batch
#SBATCH --account=perf
#SBATCH --job-name=disagg_perf_test
#SBATCH --time=04:00:00
#SBATCH --segment=4

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

stepNames=() stepPids=() stepLogs=() stepStates=() stepQuit=() stepTimer='' cleaning=''

say() {
  printf 'launch.sh: %s\n' "$1" >&2
}

# Says in one line what failed and which log shows it. Leaving the script stops the steps and cancels the job.
fail() { # MESSAGE [LOG [STATUS]]
  say "$1${2:+, see $2}"
  if [[ -f ${2:-} && $2 != "$(own_output)" ]]; then tail -n 20 -- "$2" >&2 || true; fi
  exit "${3:-1}"
}

own_output() {
  local file
  file=$(readlink "/proc/$$/fd/1") || file=''
  if [[ -f $file ]]; then printf '%s' "$file"; else printf 'the output above'; fi
}

on_error() { # STATUS LINE COMMAND
  [[ $BASHPID == "$$" ]] || exit "$1"
  fail "line $2: '$3' failed with status $1"
}

on_signal() { # NAME NUMBER
  local last=$((${#stepPids[@]} - 1)) what='the test'
  [[ -z $cleaning ]] || return 0
  ((last < 0)) || what="step ${stepNames[last]}"
  fail "$what was stopped by SIG$1" "${stepLogs[last]:-$(own_output)}" "$((128 + $2))"
}

# True when a process group has a member that is no zombie: in a container nobody may ever collect those.
group_alive() { # GROUP
  local file line
  kill -0 -- "-$1" 2>/dev/null || return 1
  for file in /proc/[0-9]*/stat; do
    { read -r line <"$file"; } 2>/dev/null || continue
    [[ ! ${line##*) } =~ ^[^ZX]\ [0-9]+\ $1\  ]] || return 0
  done
  return 1
}

# TERM, and KILL for what is still there after ten seconds by the clock.
stop_steps() {
  local pid signal=TERM alive=(1) end=$((SECONDS + 10))
  for pid in "${stepPids[@]}"; do kill -TERM -- "-$pid"; done
  [[ -z $stepTimer ]] || kill "$stepTimer"
  while ((${#alive[@]})); do
    alive=()
    for pid in "${stepPids[@]}"; do ! group_alive "$pid" || alive+=("-$pid"); done
    ((${#alive[@]})) || break
    if ((SECONDS > end)); then
      [[ $signal == TERM ]] || break
      signal=KILL end=$((SECONDS + 2))
      kill -KILL -- "${alive[@]}"
    fi
    sleep 0.1
  done
} 2>/dev/null

# After a good run the servers may end by themselves, as their client does: three seconds before they are stopped.
let_end() {
  local i end=$((SECONDS + 3))
  for i in "${!stepPids[@]}"; do
    until ended "$i" || ((SECONDS > end)); do sleep 0.1; done
  done
}

on_exit() {
  local status=$?
  trap - ERR EXIT
  set +e
  cleaning=1
  ((status)) || let_end
  stop_steps
  if ((status)) && [[ -n ${SLURM_JOB_ID:-} && -z ${judged:-} ]]; then
    scancel "$SLURM_JOB_ID" || say "cannot cancel job $SLURM_JOB_ID"
  fi
  exit "$status"
}

# Makes the job workspace and what else has to be there before the first step.
begin() { # SCRIPT...
  local script
  command -v srun >/dev/null || fail "there is no srun on this machine: submit this script with sbatch"
  mkdir -p -- "${logDir:?}" || fail "cannot make the job workspace '$logDir'"
  { printf '%4096s' '' >"$logDir/.space" && rm -- "$logDir/.space"; } || fail "cannot write into the job workspace '$logDir'"
  for script; do
    [[ ! -f $script || -x $script ]] || chmod +x -- "$script" || say "cannot make '$script' executable"
  done
}

# A server that cannot start is to be noticed before the benchmark that needs it begins: one to two seconds.
settle() {
  local i end=$((SECONDS + 2))
  while ((${#stepPids[@]} > 0 && SECONDS < end)); do
    for i in "${!stepPids[@]}"; do watch "$i"; done
    sleep 0.1
  done
}

start() { # NAME LOG SRUN-ARGUMENT...; no LOG: the script's own output
  local name=$1 log=${2:+${logDir:?}/$2}
  shift 2
  [[ -n $log ]] || settle
  set -m
  if [[ -n $log ]]; then
    srun "$@" </dev/null >"$log" 2>&1 &
  else
    "${clientRunner:-srun}" "$@" </dev/null &
  fi
  set +m
  stepNames+=("$name") stepPids+=("$!") stepLogs+=("$log") stepStates+=('') stepQuit+=('')
}

# True when a step has ended; its status is then in `stepStates`.
ended() { # INDEX
  [[ -z ${stepStates[$1]} ]] || return 0
  ! kill -0 "${stepPids[$1]}" 2>/dev/null || return 1
  stepStates[$1]=0
  wait "${stepPids[$1]}" 2>/dev/null || stepStates[$1]=$?
}

# A server may end as the benchmark does, hence the five seconds.
watch() { # INDEX
  if [[ ${stepStates[$1]} == finished ]] || ! ended "$1"; then return; fi
  ((stepStates[$1] == 0)) || fail "step ${stepNames[$1]} failed with status ${stepStates[$1]}" "${stepLogs[$1]}"
  stepQuit[$1]=${stepQuit[$1]:-$SECONDS}
  ((SECONDS - stepQuit[$1] <= 5)) || fail "step ${stepNames[$1]} ended before ${stepNames[-1]} did" "${stepLogs[$1]}"
}

# Waits for the step started last.
finish() {
  local last=$((${#stepPids[@]} - 1)) i
  while ! ended "$last"; do
    for ((i = 0; i < last; i++)); do watch "$i"; done
    # The timer bounds the wait: `wait -n` may miss a step that ended before it was called.
    if [[ -z $stepTimer ]] || ! kill -0 "$stepTimer" 2>/dev/null; then
      sleep 1 >/dev/null 2>&1 &
      stepTimer=$!
    fi
    wait -n 2>/dev/null || true
  done
  ((stepStates[last] == 0)) ||
    fail "step ${stepNames[last]} failed with status ${stepStates[last]}" "${stepLogs[last]:-$(own_output)}"
  stepStates[last]=finished
}

trap on_exit EXIT
trap 'on_signal HUP 1' HUP
trap 'on_signal INT 2' INT
trap 'on_signal USR1 10' USR1
trap 'on_signal TERM 15' TERM

jobNodes=()

read_nodes() { # COUNT
  [[ -n ${SLURM_JOB_NODELIST:-} ]] || fail "SLURM_JOB_NODELIST is not set: submit this script with sbatch"
  mapfile -t jobNodes < <(scontrol show hostnames "$SLURM_JOB_NODELIST")
  ((${#jobNodes[@]} >= $1)) || fail "the test needs $1 nodes, the job has ${#jobNodes[@]} ('$SLURM_JOB_NODELIST')"
}

nodes() { # FIRST COUNT
  local IFS=,
  printf '%s' "${jobNodes[*]:$1:$2}"
}

visible_gpus() {
  local count
  count=$(nvidia-smi --query-gpu=count -i 0 --format=csv,noheader 2>/dev/null) || count=0
  if [[ $count =~ ^[1-9][0-9]?$ ]]; then
    seq -s , 0 "$((count - 1))"
  else
    echo all
  fi
}

eval_word() { # TEXT
  local LC_ALL=C word='' code i
  for ((i = 0; i < ${#1}; i++)); do
    case ${1:i:1} in
    [A-Za-z0-9_./:=@%+,^-] | [$'\200'-$'\377']) word+=${1:i:1} ;;
    *)
      printf -v code '\\%03o' "'${1:i:1}"
      word+=$code
      ;;
    esac
  done
  if [[ -z $word || $word == *[!A-Za-z0-9_./:=@%+,^-]* ]]; then word="\$'$word'"; fi
  printf '%s' "$word"
}

: "${SLURM_JOB_ID:?is not set, and this test needs it}"
workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  workDir=/lustre/perf/nightly/r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
fi
word0=$(eval_word "${workDir}")
export jobWorkspace="${workDir}/disagg_workspace"
export llmSrcNode=/opt/trtllm
export stageName=disagg_perf_test_r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
export perfMode=true
export resourcePathNode=/opt/trtllm
export pytestCommand="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO /opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest -vv --timeout-method=thread --timeout=5400 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[disagg_upload-r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX]"
export coverageConfigFile="${workDir}/coverage_config.json"
export NVIDIA_IMEX_CHANNELS="${NVIDIA_IMEX_CHANNELS:-0}"
NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}
export NVIDIA_VISIBLE_DEVICES
export pytestCommandNoLLMAPILaunch="LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO pytest -vv --timeout-method=thread --timeout=5400 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=disagg_upload --output-dir=${word0}/ --csv=${word0}/report.csv -o junit_logging=out-err --junit-xml=${word0}/results.xml perf/test_perf_sanity.py::test_e2e[disagg_upload-r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX]"
export pytestCommandWorker="unset UCX_TLS && TLLM_LOG_LEVEL=INFO ${pytestCommand}"
export pytestCommandDisaggServer="TRTLLM_SERVER_DISABLE_GC=1 ${pytestCommandNoLLMAPILaunch}"
export pytestCommandBenchmark="HF_HUB_OFFLINE=1 ${pytestCommandNoLLMAPILaunch}"
export runScript=/opt/trtllm/jenkins/scripts/slurm_run.sh
export installScript=/opt/trtllm/jenkins/scripts/slurm_install.sh
export numCtxServers=2
export numGenServers=1
export gpusPerNode=4
export gpusPerCtxServer=2
export gpusPerGenServer=8
export nodesPerCtxServer=1
export nodesPerGenServer=2
export totalNodes=4
export totalGpus=16

srunArgs=(
  "--container-name=disagg_test_${SLURM_JOB_ID}"
  "--container-image=nvcr.io/nvidia/tensorrt-llm:latest"
  "--container-workdir=${workDir}/disagg_workspace"
  "--container-mounts=/lustre/models:/data,/home/perf/TensorRT-LLM:/opt/trtllm,${workDir}:${workDir}"
  "--mpi=pmix"
  "--no-container-mount-home"
  "--container-env=DISAGG_SERVING_TYPE,pytestCommand,HF_TOKEN"
)

logDir="${workDir}/disagg_workspace"
begin /home/perf/TensorRT-LLM/jenkins/scripts/slurm_run.sh /home/perf/TensorRT-LLM/jenkins/scripts/slurm_install.sh
read_nodes 4
start install install.log "${srunArgs[@]}" "$installScript"
finish
DISAGG_SERVING_TYPE=GEN_0 pytestCommand=$pytestCommandWorker \
  start GEN_0 gen_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 2 --ntasks=8 --ntasks-per-node=4 -w "$(nodes 0 2)" "$runScript"
DISAGG_SERVING_TYPE=CTX_0 pytestCommand=$pytestCommandWorker \
  start CTX_0 ctx_server_0.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=2 --ntasks-per-node=2 -w "$(nodes 2 1)" "$runScript"
DISAGG_SERVING_TYPE=CTX_1 pytestCommand=$pytestCommandWorker \
  start CTX_1 ctx_server_1.log "${srunArgs[@]}" --kill-on-bad-exit=1 -N 1 --ntasks=2 --ntasks-per-node=2 -w "$(nodes 3 1)" "$runScript"
DISAGG_SERVING_TYPE=DISAGG_SERVER pytestCommand=$pytestCommandDisaggServer \
  start DISAGG_SERVER disagg_server.log "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
DISAGG_SERVING_TYPE=BENCHMARK pytestCommand=$pytestCommandBenchmark \
  start BENCHMARK '' "${srunArgs[@]}" --kill-on-bad-exit=1 --overlap -N 1 --ntasks=1 --ntasks-per-node=1 -w "$(nodes 0 1)" "$runScript"
finish
