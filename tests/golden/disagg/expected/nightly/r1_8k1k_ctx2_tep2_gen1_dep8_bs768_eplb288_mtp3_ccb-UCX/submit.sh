#!/bin/bash
set -Eeuo pipefail

TEST_NAME=r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
CONFIG_NAME=r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
OUTPUT_NAME=slurm_%j.log
HEADER_OUTPUT=yes
WORK_TAIL=/nightly/r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
NEEDS=()
WORK_NEEDS=()

set_paths() {
  if [[ -z $workDir ]]; then
    workDir=/lustre/perf/nightly/r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX
  fi
  CONFIG_DIR=/home/perf/TensorRT-LLM/tests/integration/defs/perf/disagg/test_configs/disagg/perf
  LOG_DIR="${workDir}/disagg_workspace"
}

say() { printf '%s%s: %s\n' "$lineStart" "${BASH_SOURCE[0]##*/}" "$1" >&2; }

misused() {
  say "$1"
  usage >&2
  exit 2
}

on_error() { # STATUS LINE COMMAND
  [[ $BASHPID != "$$" ]] || say "line $2: '$3' failed with status $1"
}

lineStart=''
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null && pwd)
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR
trap 'on_signal HUP 1' HUP
trap 'on_signal INT 2' INT
trap 'on_signal TERM 15' TERM

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

usage() {
  cat <<'END'
usage: submit.sh [--dry-run | --detach | --attach ID] [--workspace DIR] [-- SBATCH OPTION...]
Submits launch.sh, follows the job to its end and says where its logs are. Status 0: it passed; 1: not; 2: wrong usage.
  --dry-run        only looks, and prints the sbatch call
  --detach         submits, and does not follow the job
  --attach ID      submits nothing, and follows job ID of this test
  --workspace DIR  work below DIR in place of the cluster's work_dir
PERFC_POLL_SECONDS sets how often it looks, PERFC_WAIT_SECONDS how long at most (a week), before it cancels the job.
END
}

on_signal() { # NAME NUMBER
  trap '' HUP INT TERM
  wake
  if [[ $action == attach ]]; then
    say "stopped by SIG$1, job $jobId goes on"
    exit "$((128 + $2))"
  fi
  [[ -n $jobId ]] || read_job_id || true
  if [[ -n $jobId ]]; then scancel "$jobId" || say "cannot cancel job $jobId"; fi
  say "stopped by SIG$1${jobId:+, job $jobId cancelled}"
  exit "$((128 + $2))"
}

# True when folder $1 can be made and written into.
makeable() {
  local folder=$1
  while [[ ! -e $folder && $folder == */* ]]; do folder=${folder%/*}; done
  [[ -d ${folder:-/} && -w ${folder:-/} ]]
}

# Everything that would go wrong, at once.
look() {
  local name target=$CONFIG_DIR/$CONFIG_NAME.yaml
  for name in launch.sh config.yaml; do [[ -f $here/$name ]] || found+=("there is no '$here/$name'"); done
  command -v sbatch >/dev/null || found+=("there is no sbatch on this machine")
  [[ $workDir == '$'* ]] || makeable "$workDir" || found+=("the work directory '$workDir' cannot be made or written")
  # Nothing can be mounted whose path has these, and under a tail of its own the work directory is mounted.
  [[ -z $WORK_TAIL || $workDir != *[,:]* ]] || found+=("the work directory '$workDir' has a ',' or ':', which no mount can have")
  if [[ $CONFIG_DIR == '$'* ]]; then
    :
  elif [[ ! -d $CONFIG_DIR ]]; then
    found+=("there is no folder '$CONFIG_DIR' for the configuration")
  elif [[ -e $target ]]; then
    cmp -s -- "$here/config.yaml" "$target" || found+=("'$target' is there already and differs from config.yaml")
  elif [[ ! -w $CONFIG_DIR ]]; then
    found+=("the folder '$CONFIG_DIR' cannot be written")
  fi
  for name in "${found[@]}"; do say "$name"; done
  ((${#found[@]} == 0))
}

# The pytest side finds configurations by name. Nobody ever sees half a file, or loses one of his own.
place_config() {
  local target=$CONFIG_DIR/$CONFIG_NAME.yaml part=$CONFIG_DIR/.$CONFIG_NAME.$$.part
  [[ ! -e $target ]] || return 0
  if ! cp -- "$here/config.yaml" "$part" || ! mv -n -- "$part" "$target"; then
    rm -f -- "$part"
    say "cannot write '$target'"
    return 1
  fi
  rm -f -- "$part"
  cmp -s -- "$here/config.yaml" "$target" || { say "'$target' appeared meanwhile and differs" && return 1; }
}

read_job_id() {
  if [[ $answer =~ Submitted\ batch\ job\ ([1-9][0-9]*) ]]; then
    jobId=${BASH_REMATCH[1]}
  else
    jobId=${answer##*[[:space:]]}
    jobId=${jobId%%;*}
  fi
  [[ $jobId =~ ^[1-9][0-9]*$ ]] || { jobId='' && return 1; }
}

# Waits until the job has ended; its status is the verdict.
await() {
  local pause=1 last=''
  follow "$jobId"
  until over "$jobId"; do
    if [[ ${jobState[jobId]} != "$last" && -n ${jobState[jobId]} ]]; then
      last=${jobState[jobId]}
      say "job $jobId is $last"
    fi
    nap "${PERFC_POLL_SECONDS:-$pause}"
    pause=$((pause < 15 ? pause * 2 : 30))
  done
  printf "test '%s': job %s %s\n" "$TEST_NAME" "$jobId" "${jobEnd[jobId]}"
  passed "$jobId" || exit 1
}

# Sets the paths, for which the work directory must be chosen or follow from variables.
choose_paths() {
  local name
  if [[ -n $chosenDir ]]; then
    [[ -z ${FIXED_WORK_DIR:-} ]] || misused "the cluster's mounts fix the work directory: --workspace cannot replace it"
    [[ $chosenDir == /* ]] || chosenDir=$PWD/$chosenDir
    workDir=${chosenDir%/}$WORK_TAIL
    export PERFC_WORK_DIR=$workDir
  else
    NEEDS+=("${WORK_NEEDS[@]}")
    unset PERFC_WORK_DIR
  fi
  for name in "${NEEDS[@]}"; do
    [[ -z ${!name:-} ]] || continue
    found+=("$name is not set, and this test needs it")
    printf -v "$name" '%s' "\$$name"
  done
  set_paths
}

# Submits the test, and sets jobId.
submit() { # SBATCH-OPTION...
  look || exit 1
  mkdir -p -- "$workDir" || exit 1
  place_config || exit 1
  answer=$(sbatch "$@" "$here/launch.sh") || { say "sbatch refused test '$TEST_NAME'" && exit 1; }
  read_job_id || { say "sbatch answered '$answer', which names no job" && exit 1; }
}

# For run.sh, which follows the job: one that it does not get to know must not run.
leave_place() { # LOG
  [[ -n ${PERFC_PLACE_FILE:-} ]] || return 0
  printf '%s\n%s\n' "$jobId" "$1" 2>/dev/null >"$PERFC_PLACE_FILE" && return 0
  if scancel "$jobId"; then
    say "cannot write '$PERFC_PLACE_FILE', so job $jobId was cancelled"
  else
    say "cannot write '$PERFC_PLACE_FILE', and job $jobId cannot be cancelled: see to it that it does not run"
  fi
  exit 1
}

parse() {
  while (($#)); do
    case $1 in
    --workspace | --attach)
      [[ -n ${2:-} ]] || misused "$1 needs a value"
      set -- "$1=$2" "${@:3}"
      continue
      ;;
    --dry-run | --detach) action=${1#--} ;;
    --workspace=?*) chosenDir=${1#*=} ;;
    --attach=*)
      [[ ${1#*=} =~ ^[1-9][0-9]*$ ]] || misused "'${1#*=}' is no job id"
      action=attach jobId=${1#*=}
      ;;
    --help | -h) usage && exit 0 ;;
    --)
      options=("${@:2}")
      break
      ;;
    *) misused "unknown argument '$1'" ;;
    esac
    shift
  done
}

main() {
  local log
  parse "$@"
  choose_paths
  if [[ -n $chosenDir || -z $HEADER_OUTPUT ]]; then options=("--output=${workDir//%/%%}/$OUTPUT_NAME" "${options[@]}"); fi
  if [[ $action == dry-run ]]; then
    look || say "a submission would stop here"
    printf 'would run: sbatch'
    printf ' %q' "${options[@]}" "$here/launch.sh"
    printf '\n'
    return
  fi
  [[ $action == attach ]] || submit "${options[@]}"
  log=$workDir/${OUTPUT_NAME//%j/$jobId}
  [[ $action == attach ]] || leave_place "$log"
  printf "test '%s' is job %s\nlog: %s\nlogs of the servers: %s\n" "$TEST_NAME" "$jobId" "$log" "$LOG_DIR"
  [[ $action == detach ]] || await
}

action='' options=() found=() answer='' jobId='' chosenDir='' workDir=''

main "$@"
