#!/bin/bash
# What submit.sh and run.sh share of Slurm: how it is asked for a job, until when it is followed, what its states mean.

# Sets the state of job $1 to what the first of Slurm's sources says that knows it; empty: none does.
ask() {
  # No name of a global one: a trap may come by here, and would see this one.
  local reply state='' code='' ran=''
  reply=$(sacct -j "$1" --format=State,ExitCode,ElapsedRaw -Pn --allocations 2>/dev/null) || reply=''
  if [[ -n $reply ]]; then
    IFS='|' read -r state code ran _ <<<"$reply"
  elif reply=$(scontrol -o show job "$1" 2>/dev/null) && [[ $reply =~ JobState=([A-Z_]+) ]]; then
    state=${BASH_REMATCH[1]}
    [[ ! $reply =~ \ ExitCode=([0-9]+:[0-9]+) ]] || code=${BASH_REMATCH[1]}
    if [[ $reply =~ \ RunTime=(([0-9]+)-)?([0-9]+):([0-9]+):([0-9]+) ]]; then
      ran=$((10#${BASH_REMATCH[2]:-0} * 86400 + 10#${BASH_REMATCH[3]} * 3600 + 10#${BASH_REMATCH[4]} * 60 + 10#${BASH_REMATCH[5]}))
    fi
  else
    reply=$(squeue -h -t all -j "$1" -o %T 2>/dev/null) || reply=''
    state=${reply%%$'\n'*}
  fi
  jobState[$1]=${state%%[ +]*} jobCode[$1]=$code
  if [[ $ran =~ ^[0-9]+$ ]]; then jobSeconds[$1]=$ran; fi
}

# What state $1 means: `over`, `alive`, or nothing when it is not known.
meaning() {
  case $1 in
  COMPLETED | CANCELLED | FAILED | TIMEOUT | NODE_FAIL | PREEMPTED | BOOT_FAIL | DEADLINE | OUT_OF_MEMORY) printf over ;;
  OUT_OF_ME | REVOKED | SPECIAL_EXIT | LAUNCH_FAILED | RECONFIG_FAIL) printf over ;;
  PENDING | CONFIGURING | RUNNING | COMPLETING | SUSPENDED | STOPPED | SIGNALING | STAGE_OUT | RESIZING) printf alive ;;
  REQUEUED | REQUEUE_FED | REQUEUE_HOLD | RESV_DEL_HOLD | UPDATE_DB | POWER_UP_NODE) printf alive ;;
  esac
}

# From now on job $1 is followed.
follow() { jobSilent[$1]=0 jobFrom[$1]=$SECONDS jobEnd[$1]='' jobState[$1]='' jobCode[$1]='' jobSeconds[$1]=''; }

# Looks at job $1. True when it needs no further look; jobEnd then says how it ended. Here and wherever a trap may come
# by, `return` has a status: in a trap a bare one would give the status from before the trap.
over() {
  local silent=${jobSilent[$1]} took=$((SECONDS - jobFrom[$1]))
  ask "$1"
  case $(meaning "${jobState[$1]}") in
  over)
    jobEnd[$1]="${jobState[$1]}${jobCode[$1]:+, exit code ${jobCode[$1]}}${jobSeconds[$1]:+, after ${jobSeconds[$1]} s}"
    return 0
    ;;
  alive) jobSilent[$1]=0 ;;
  *) jobSilent[$1]=$((silent + 1)) ;;
  esac
  if ((jobSilent[$1] >= 20)); then
    jobEnd[$1]="lost: Slurm does not say what became of it"
    say "Slurm does not say what became of job $1"
  elif ((took >= ${PERFC_WAIT_SECONDS:-604800})); then
    jobEnd[$1]="still ${jobState[$1]} after $took s, and cancelled"
    say "job $1 is still ${jobState[$1]} after $took s, and is cancelled"
    scancel "$1" || true
  else
    return 1
  fi
}

# True when job $1, which is over, has passed.
passed() { [[ ${jobState[$1]} == COMPLETED && ${jobCode[$1]:-0:0} == 0:0 ]]; }

# Sleeps in a way that a signal ends.
nap() { # SECONDS
  sleep "$1" &
  sleeper=$!
  wait "$sleeper" || true
  sleeper=''
}

wake() { [[ -z $sleeper ]] || kill "$sleeper" 2>/dev/null || true; }

sleeper=''
# By job id.
jobState=() jobCode=() jobSeconds=() jobSilent=() jobFrom=() jobEnd=()
