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
#SBATCH --signal=B:USR1@30
#SBATCH --segment=4

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

bounded() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)) pid
  shift
  "$@" </dev/null 2>/dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    ((SECONDS <= end)) || { kill -KILL "$pid" 2>/dev/null && break; }
    sleep 0.1
  done
  wait "$pid" 2>/dev/null
}

# The job's state; nothing where Slurm does not say. Of an array, or a job of several parts, there is a line for each: RUNNING
# where any of them is, or is in a state that comes before or after it by itself.
job_state() {
  local states
  [[ -n ${SLURM_JOB_ID:-} ]] || return 0
  states=$(bounded 2 squeue -h -t all -j "$SLURM_JOB_ID" -o %T) || true
  if [[ $states =~ (^|$'\n')(CONFIGURING|POWER_UP_NODE|RESIZING|RUNNING|SIGNALING|STAGE_OUT|STOPPED|SUSPENDED|UPDATE_DB)($|$'\n') ]]; then
    states=RUNNING
  fi
  printf '%s' "$states"
}

# Why Slurm stops the job, as far as it says so: nodes of it that are down. Not sinfo, which calls them completing at first.
stop_reason() {
  local line down=''
  [[ -n ${SLURM_JOB_NODELIST:-} ]] || return 0
  while read -r line; do
    if [[ $line =~ NodeName=([^ ]+).*\ State=([A-Z]+[+*])*(DOWN|FAIL)([+*][^ ]*)?\  ]]; then down+=${down:+, }${BASH_REMATCH[1]}; fi
  done < <(bounded 3 scontrol -o show node "$SLURM_JOB_NODELIST")
  [[ -z $down ]] || printf ', node down: %s' "$down"
}

# Ends what may still run of the steps, for what srun could not stop itself. Not the job (which SIGKILL would do too): it would
# count as cancelled, and a requeued one would not come back. Contract "2026-01" cancels it all the same.
stop_rest() {
  [[ -n ${SLURM_JOB_ID:-} ]] || return 0
  if [[ -n ${cancelsJob:-} ]]; then
    bounded 10 scancel "$SLURM_JOB_ID" || say "cannot cancel job $SLURM_JOB_ID"
  else
    bounded 5 scancel --signal=TERM "$SLURM_JOB_ID" || true
  fi
}

# After Slurm's signal ahead of the time limit everything is stopped at once. The job then waits for the limit itself, which is a
# minute or two away at most, so that it counts as timed out.
await_limit() {
  local left end
  command -v squeue >/dev/null || return 0
  left=$(bounded 3 squeue -h -j "${SLURM_JOB_ID:-}" -o %L) || return 0
  [[ $left =~ ^[0-2]:([0-9][0-9])$ ]] || return 0
  end=$((SECONDS + 240))
  trap 'end=0' TERM
  while ((SECONDS < end)); do sleep 1; done
}

stepNames=() stepPids=() stepLogs=() stepStates=() stepQuit=() stepNodes=() stepBegun=()
stepTimer='' probePid='' cleaning='' stopping='' spaceNext=0 spaceBad=0 clock=0
# How long a step waits at most for the container of another on its nodes to start, in seconds; scripts may set another time.
stagger=0

# A full disk must not keep it from going on.
say() {
  printf 'launch.sh: %s\n' "$1" >&2 || true
}

# Says in one line what failed and which log shows it. Leaving the script stops the steps.
fail() { # MESSAGE [LOG [STATUS]]
  local why=''
  [[ -z $cleaning ]] || exit "${3:-1}"
  cleaning=1
  [[ ! -d ${logDir:-} ]] || can_write || why=", and the job workspace cannot be written: its disk may be full"
  # So that there is room for what is said now.
  [[ -z $why ]] || rm -f -- "$logDir/.reserve" || true
  say "$1$why${2:+, see $2}"
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
  await_signal "$1"
  fail "line $2: '$3' failed with status $1"
}

# Where Slurm ends the job, its signal to the steps, or to what this script runs, may come before that to this script, which then
# says more. After 143, what SIGTERM gives, Slurm is asked whether it ends the job; where it does not say, its signal may be seconds
# late on a busy machine.
await_signal() { # STATUS
  local end wait=100
  (($1 >= 128)) || return 0
  read_clock
  end=$clock
  if (($1 == 143)); then
    case $(job_state) in
    '') wait=400 ;;
    RUNNING) wait=200 ;;
    *) on_signal TERM 15 ;;
    esac
  fi
  end=$((end + wait))
  while read_clock && ((clock < end)); do sleep 0.1 || true; done
}

# Sets `clock` to hundredths of a second, which SECONDS does not have. EPOCHREALTIME would need bash 5.
read_clock() {
  local text
  read -r text _ </proc/uptime
  clock=$((10#${text/./}))
}

on_signal() { # NAME NUMBER
  local last=$((${#stepPids[@]} - 1)) what='the test' by="by SIG$1"
  [[ -z $cleaning && -z $stopping ]] || return 0
  stopping=$1
  if [[ $1 == USR1 ]]; then by="ahead of the job's time limit (SIGUSR1)"; fi
  if [[ $1 == TERM ]]; then by+=$(stop_reason); fi
  ((last < 0)) || what="step ${stepNames[last]}"
  fail "$what was stopped $by" "${stepLogs[last]:-$(own_output)}" "$((128 + $2))"
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
  local pid signal=TERM alive=(1) end=$((SECONDS + 10)) groups=("${stepPids[@]}")
  [[ -z $probePid ]] || groups+=("$probePid")
  for pid in "${groups[@]}"; do kill -TERM -- "-$pid"; done
  [[ -z $stepTimer ]] || kill "$stepTimer"
  while ((${#alive[@]})); do
    alive=()
    for pid in "${groups[@]}"; do ! group_alive "$pid" || alive+=("-$pid"); done
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
  rm -f -- "${logDir:-/nowhere}"/.reserve "${logDir:-/nowhere}"/.space 2>/dev/null
  ((status == 0)) || [[ -n ${judged:-} ]] || stop_rest
  [[ $stopping != USR1 ]] || await_limit
  exit "$status"
}

can_write() {
  { printf '%4096s' '' >"$logDir/.space" && rm -- "$logDir/.space"; } 2>/dev/null
}

need_srun() {
  command -v srun >/dev/null || fail "there is no srun on this machine: submit this script with sbatch"
}

# Makes the job workspace and what else has to be there before the first step.
begin() { # SCRIPT...
  local script
  need_srun
  mkdir -p -- "${logDir:?}" || fail "cannot make the job workspace '$logDir'"
  { can_write && printf '%65536s' '' >"$logDir/.reserve"; } || fail "cannot write into the job workspace '$logDir'"
  for script; do
    [[ ! -f $script || -x $script ]] || chmod +x -- "$script" || say "cannot make '$script' executable"
  done
}

# A full disk ends a run without a word: logs stop, and servers may hang. Twice, because a file system may be busy once.
watch_space() {
  ((SECONDS >= spaceNext)) || return 0
  spaceNext=$((SECONDS + 2))
  if can_write; then
    spaceBad=0
  else
    spaceBad=$((spaceBad + 1))
    ((spaceBad < 2)) || fail "the test was stopped"
  fi
}

watch_all() { # [BUT-FOR-THE-LAST]
  local i
  for ((i = 0; i < ${#stepPids[@]} - ${1:-0}; i++)); do watch "$i"; done
  watch_space
}

watch_for() { # SECONDS [BUT-FOR-THE-LAST]
  local end=$((SECONDS + $1))
  while watch_all "${2:-0}" && sleep 0.1 && ((SECONDS < end)); do :; done
}

# True when two lists of nodes have one in common; a step that is pinned to none may be anywhere.
share_node() { # NODE,... NODE,...
  local node
  [[ -n $1 && -n $2 ]] || return 0
  for node in ${1//,/ }; do
    [[ ,$2, != *,"$node",* ]] || return 0
  done
  return 1
}

# True when the task of a step has said something, so that its container has started. What srun and Slurm say does not count.
spoke() { # INDEX
  [[ -n ${stepStates[$1]} ]] || grep -qavE '^(srun|slurmstepd[^:]*|pyxis|enroot): |^$' -- "${stepLogs[$1]}" 2>/dev/null
}

# Containers of one name that start together on one node get in each other's way.
await_containers() { # NODE,...
  local i
  for i in "${!stepPids[@]}"; do
    share_node "$1" "${stepNodes[i]}" || continue
    until spoke "$i" || { read_clock && ((clock - stepBegun[i] >= 100 * stagger)); }; do watch_for 0; done
  done
}

start() { # NAME LOG SRUN-ARGUMENT...; no LOG: the script's own output
  local name=$1 log=${2:+${logDir:?}/$2} word nodes='' last=''
  shift 2
  for word; do
    if [[ $last == -w ]]; then nodes=$word; fi
    last=$word
  done
  ((stagger == 0)) || await_containers "$nodes"
  # A server that cannot start is to be noticed before the benchmark that needs it begins: one to two seconds.
  [[ -n $log || ${#stepPids[@]} == 0 ]] || watch_for 2
  read_clock
  set -m
  if [[ -n $log ]]; then
    srun "$@" </dev/null >"$log" 2>&1 &
  else
    "${clientRunner:-srun}" "$@" </dev/null &
  fi
  set +m
  stepNames+=("$name") stepPids+=("$!") stepLogs+=("$log") stepStates+=('') stepQuit+=('')
  stepNodes+=("$nodes") stepBegun+=("$clock")
}

# True when a step has ended; its status is then in `stepStates`.
ended() { # INDEX
  [[ -z ${stepStates[$1]} ]] || return 0
  ! kill -0 "${stepPids[$1]}" 2>/dev/null || return 1
  stepStates[$1]=0
  wait "${stepPids[$1]}" 2>/dev/null || stepStates[$1]=$?
  # srun may end with 0 though nothing was started.
  if [[ -z $cleaning ]] && ((stepStates[$1] == 0)) && not_started "$1"; then
    fail "step ${stepNames[$1]} could not be started" "${stepLogs[$1]:-$(own_output)}"
  fi
}

not_started() { # INDEX
  local log=${stepLogs[$1]:-$(own_output)}
  [[ -f $log ]] && grep -qaE '^srun: error: .*launch.* failed' -- "$log"
}

step_failed() { # INDEX
  await_signal "${stepStates[$1]}"
  fail "step ${stepNames[$1]} failed with status $(first_status "$1")" "${stepLogs[$1]:-$(own_output)}"
}

# srun ends with the highest status of its tasks. When one fails it stops the others, whose 143 would hide the status that matters.
first_status() { # INDEX
  local line=''
  if ((stepStates[$1] == 143)); then
    line=$(grep -am1 -E '^srun: error: .*: Exited with exit code [0-9]+$' -- "${stepLogs[$1]:-/dev/null}") || line=''
  fi
  line=${line##* }
  printf '%s' "${line:-${stepStates[$1]}}"
}

# A server may end as the benchmark does, hence the three seconds.
watch() { # INDEX
  if [[ ${stepStates[$1]} == finished ]] || ! ended "$1"; then return; fi
  ((stepStates[$1] == 0)) || step_failed "$1"
  read_clock
  stepQuit[$1]=${stepQuit[$1]:-$clock}
  ((clock - stepQuit[$1] <= 300)) || fail "step ${stepNames[$1]} ended before the test did" "${stepLogs[$1]}"
}

# Waits for the step started last.
finish() {
  local last=$((${#stepPids[@]} - 1))
  while ! ended "$last"; do
    watch_all 1
    # The timer bounds the wait: `wait -n` may miss a step that ended before it was called.
    if [[ -z $stepTimer ]] || ! kill -0 "$stepTimer" 2>/dev/null; then
      sleep 0.5 >/dev/null 2>&1 &
      stepTimer=$!
    fi
    wait -n 2>/dev/null || true
  done
  # What ends a server ends the benchmark too: the server is then what failed first, though its srun may say so later.
  ((stepStates[last] == 0 || last == 0)) || watch_for 1 1
  ((stepStates[last] == 0)) || step_failed "$last"
  stepStates[last]=finished
}

trap on_exit EXIT
trap 'on_signal HUP 1' HUP
trap 'on_signal INT 2' INT
trap 'on_signal USR1 10' USR1
trap 'on_signal TERM 15' TERM

fresh() { # WORK-DIRECTORY
  local entry owner='' moved=''
  need_srun
  mkdir -p -- "$1" || fail "cannot make the work directory '$1'"
  { read -r owner <"$1/.job"; } 2>/dev/null || owner=''
  if [[ $owner =~ ^[1-9][0-9]*$ && $owner != "${SLURM_JOB_ID:-}" ]] && at_work "$owner"; then
    fail "job $owner is at work in '$1': wait for it, or use another work directory"
  fi
  { printf '%s\n' "${SLURM_JOB_ID:-}" >"$1/.job"; } 2>/dev/null ||
    fail "cannot write into the work directory '$1': its disk may be full"
  for entry in "$1"/*; do
    [[ -e $entry || -L $entry ]] || continue
    case ${entry##*/} in
    earlier | slurm_*.log | coverage_config.json) continue ;;
    esac
    # What this job writes, it may have just begun.
    [[ ! $entry -ef /proc/$$/fd/1 && ! $entry -ef /proc/$$/fd/2 ]] || continue
    # Of earlier runs the last one is kept.
    [[ -n $moved ]] || { rm -rf -- "$1/earlier" && mkdir -- "$1/earlier"; } || fail "cannot empty '$1/earlier'"
    moved=1
    mv -f -- "$entry" "$1/earlier/" || fail "cannot put aside '$entry' of an earlier run"
  done
}

at_work() { # JOB
  command -v squeue >/dev/null && [[ $(bounded 5 squeue -h -j "$1" -o %T) == RUNNING ]]
}

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

stagger=1
fresh "${workDir}"
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
