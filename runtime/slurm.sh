#!/bin/bash
# What launch.sh asks of Slurm besides its steps. A controller that is not there keeps Slurm's commands for minutes; they get
# seconds.

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
