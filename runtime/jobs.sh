#!/bin/bash
# What submit.sh and run.sh share of Slurm: how it is asked for a job, until when it is followed, how it is cancelled.

# Sets what is known of job $1. The controller knows best: accounting lags behind, and of a job that was requeued it may
# only know how the first run ended. It is asked all the same, as the controller forgets jobs soon.
ask() {
  # No name of a global one: a trap may come by here, and would see this one.
  local reply state='' code='' ran='' reason='' restarts=0
  jobMute[$1]=''
  reply=$(sacct -j "$1" --format=State,ExitCode,ElapsedRaw -Pn --allocations 2>/dev/null) || reply=''
  IFS='|' read -r state code ran _ <<<"$reply" || true
  if reply=$(scontrol -o show job "$1" 2>&1) && [[ $reply =~ (^|\ )JobState=([A-Z_]+) ]]; then
    state=${BASH_REMATCH[2]}
    [[ ! $reply =~ \ ExitCode=([0-9]+:[0-9]+) ]] || code=${BASH_REMATCH[1]}
    [[ ! $reply =~ \ Reason=([^ ]+) ]] || reason=${BASH_REMATCH[1]}
    [[ ! $reply =~ \ Restarts=([0-9]+) ]] || restarts=${BASH_REMATCH[1]}
    if [[ $reply =~ \ RunTime=(([0-9]+)-)?([0-9]+):([0-9]+):([0-9]+) ]]; then
      ran=$((10#${BASH_REMATCH[2]:-0} * 86400 + 10#${BASH_REMATCH[3]} * 3600 + 10#${BASH_REMATCH[4]} * 60 + 10#${BASH_REMATCH[5]}))
    fi
  else
    if transient "$reply"; then
      # It may have been requeued from these.
      case $state in NODE_FAIL* | PREEMPTED* | BOOT_FAIL*) state='' ;; esac
      [[ -n $state ]] || jobMute[$1]=yes
    fi
    if [[ -z $state ]]; then
      reply=$(squeue -h -t all -j "$1" -o '%T|%r' 2>/dev/null) || reply=''
      IFS='|' read -r state reason <<<"$reply" || true
    fi
  fi
  [[ $reason != None ]] || reason=''
  jobState[$1]=${state%%[ +]*} jobCode[$1]=$code jobReason[$1]=$reason
  if [[ $ran =~ ^[0-9]+$ ]]; then jobSeconds[$1]=$ran; fi
  if ((restarts > jobRestarts[$1])); then
    jobRestarts[$1]=$restarts
    say "job $1 was requeued: run $((restarts + 1)) of it is followed on"
  fi
}

# From now on job $1 is followed.
follow() {
  jobSilent[$1]=0 jobFrom[$1]=$SECONDS jobEnd[$1]='' jobState[$1]='' jobCode[$1]='' jobSeconds[$1]='' jobReason[$1]=''
  jobRestarts[$1]=0 jobWarned[$1]='' jobPlace[$1]='' jobOutage[$1]='' jobMute[$1]=''
}

# Looks at job $1. True when it needs no further look; jobEnd then says how it ended. Here and wherever a trap may come
# by, `return` has a status: in a trap a bare one would give the status from before the trap.
over() {
  local took=$((SECONDS - jobFrom[$1])) mute=${jobOutage[$1]}
  ask "$1"
  case $(meaning "${jobState[$1]}") in
  over)
    jobEnd[$1]="${jobState[$1]}${jobCode[$1]:+, exit code ${jobCode[$1]}}${jobSeconds[$1]:+, after ${jobSeconds[$1]} s}"
    return 0
    ;;
  '') note_silence "$1" ;;
  *)
    jobSilent[$1]=0 jobOutage[$1]=''
    [[ -z $mute ]] || say "Slurm answers again"
    warn_of_hindrance "$1"
    ;;
  esac
  if ((jobSilent[$1] >= 20)); then
    jobEnd[$1]="lost: Slurm does not say what became of it"
    say "Slurm does not say what became of job $1"
  elif [[ -n ${jobOutage[$1]} ]] && ((SECONDS - jobOutage[$1] >= ${PERFC_OUTAGE_SECONDS:-3600})); then
    jobEnd[$1]="lost: Slurm does not answer"
    say "Slurm has not answered for $((SECONDS - jobOutage[$1])) s: job $1 is not followed any more"
  elif ((took >= ${PERFC_WAIT_SECONDS:-604800})); then
    jobEnd[$1]="still ${jobState[$1]} after $took s, and cancelled"
    say "job $1 is still ${jobState[$1]} after $took s, and is cancelled"
    scancel "$1" || true
  else
    return 1
  fi
}

# A controller that is away for a while comes back with what it knew; one that answers and does not know the job does not.
note_silence() { # ID
  if [[ -n ${jobMute[$1]} ]]; then
    [[ -n ${jobOutage[$1]} ]] || say "Slurm does not answer: waits for it"
    jobOutage[$1]=${jobOutage[$1]:-$SECONDS}
    return 0
  fi
  jobSilent[$1]=$((jobSilent[$1] + 1)) jobOutage[$1]=''
  [[ -z ${jobState[$1]} || ${jobSilent[$1]} != 1 ]] || say "job $1 is ${jobState[$1]}, a state that is not known here"
}

# Says, once, why job $1 may wait for ever.
warn_of_hindrance() {
  local reason=${jobReason[$1]} why=''
  case ${jobState[$1]} in
  PENDING) why=$(hindrance "$reason") ;;
  *) [[ $(meaning "${jobState[$1]}") != held ]] || why="${STATES[${jobState[$1]}]#*:}: 'scontrol release $1' lets it run" ;;
  esac
  [[ -n $why && ${jobWarned[$1]} != "$why" ]] || return 0
  jobWarned[$1]=$why
  say "job $1 may wait for ever (${reason:-${jobState[$1]}}): $why; 'scancel $1' gives it up"
}

# True when job $1, which is over, has passed.
passed() { [[ ${jobState[$1]} == COMPLETED && ${jobCode[$1]:-0:0} == 0:0 ]]; }

# Why job $1, which is over, did not pass, for people.
explain_end() {
  local state=${jobState[$1]} code=${jobCode[$1]:-0:0} reason=${jobReason[$1]}
  [[ ${jobEnd[$1]} == "$state"* && -n ${STATES[${state:-none}]:-} ]] || return 0
  printf '%s' "${STATES[$state]#*:}"
  case $state in
  FAILED | COMPLETED)
    [[ ${code#*:} == 0 ]] || printf ', by signal %s (%s)' "${code#*:}" "$(kill -l "${code#*:}" 2>/dev/null || printf unknown)"
    [[ ${code%:*} == 0 ]] || printf ', status %s' "${code%:*}"
    ;;
  esac
  [[ -z $reason ]] || printf '; Slurm says: %s' "$reason"
}

# Sets foundJobs to the jobs that have mark $1, the first one first; false when Slurm does not say.
find_jobs() { # MARK
  local line reply known ids=''
  foundJobs=()
  known=$(squeue -h --me -t all -o '%A|%k|%o' 2>/dev/null) || known=$(scontrol -o show job 2>/dev/null) || return 1
  # A job that ended soon may be forgotten by the controller.
  reply=$(sacct -n -X -P -S now-1days --format=JobIDRaw,SubmitLine 2>/dev/null) || reply=''
  while read -r line; do
    [[ $line == *"$1"* && $line =~ ^(JobId=)?([1-9][0-9]*) ]] || continue
    ids+=${BASH_REMATCH[2]}$'\n'
  done <<<"$known"$'\n'"$reply"
  [[ -z $ids ]] || mapfile -t foundJobs < <(printf '%s' "$ids" | sort -un)
}

# Has Slurm cancel jobs, and waits until it has, for a time; true when it has. A second signal ends the wait.
cancel_jobs() { # ID...
  local id alive=("$@") others asked='' pause=1 end=$((SECONDS + ${PERFC_CANCEL_SECONDS:-60}))
  [[ ${PERFC_POLL_SECONDS:-} != 0.* ]] || pause=$PERFC_POLL_SECONDS
  say "cancels $# job(s): $*"
  while :; do
    # A controller that is busy is asked again.
    if [[ $asked != yes ]]; then
      if scancel "${alive[@]}"; then
        asked=yes
      elif [[ -z $asked ]]; then
        say "scancel failed: it is called again"
        asked=once
      fi
    fi
    others=()
    for id in "${alive[@]}"; do over "$id" || others+=("$id"); done
    alive=("${others[@]}")
    if ((${#alive[@]} == 0)); then
      say "all are cancelled"
      return 0
    fi
    if [[ -n $impatient ]] || ((SECONDS >= end)); then return 1; fi
    nap "$pause"
  done
}

# Sleeps in a way that a signal ends.
nap() { # SECONDS
  sleep "$1" &
  sleeper=$!
  wait "$sleeper" || true
  sleeper=''
}

wake() { [[ -z $sleeper ]] || kill "$sleeper" 2>/dev/null || true; }

sleeper='' impatient=''
# By job id.
jobState=() jobCode=() jobReason=() jobSeconds=() jobSilent=() jobFrom=() jobEnd=() jobRestarts=() jobWarned=() jobPlace=() jobOutage=()
jobMute=() foundJobs=()
