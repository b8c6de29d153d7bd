#!/bin/bash
# What launch.sh carries to run its steps. Each srun runs in the background in a process group of its own: so signals
# are handled at once while one waits, the other steps are watched meanwhile, and whatever srun has started can be
# stopped with it. A generated script sets logDir and calls `begin`, then `start` for each step, and `finish` where it
# has to wait for the step started last.

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
