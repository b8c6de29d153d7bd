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

usage() {
  cat <<'END'
usage: submit.sh [--dry-run] [--workspace DIR] [-- SBATCH OPTION...]
Submits launch.sh, follows the job to its end and says where its logs are. Status 0: it passed; 1: not; 2: wrong usage.
  --dry-run        only looks, and prints the sbatch call
  --workspace DIR  work below DIR in place of the cluster's work_dir
PERFC_POLL_SECONDS sets how often it looks, PERFC_WAIT_SECONDS how long at most (a week), before it cancels the job.
END
}

say() { printf 'submit.sh: %s\n' "$1" >&2; }

misused() {
  say "$1"
  usage >&2
  exit 2
}

on_signal() { # NAME NUMBER
  trap '' HUP INT TERM
  [[ -z $sleeper ]] || kill "$sleeper" 2>/dev/null || true
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
  if [[ $answer =~ Submitted\ batch\ job\ ([0-9]+) ]]; then
    jobId=${BASH_REMATCH[1]}
  else
    jobId=${answer##*[[:space:]]}
    jobId=${jobId%%;*}
  fi
  [[ $jobId =~ ^[0-9]+$ ]] || { jobId='' && return 1; }
}

# Sets state and code to what the first of Slurm's sources says that knows the job.
ask() {
  local reply
  state='' code=''
  reply=$(sacct -j "$jobId" --format=State,ExitCode -Pn --allocations 2>/dev/null) || reply=''
  reply=${reply%%$'\n'*}
  if [[ -n $reply ]]; then
    state=${reply%%|*}
    [[ $reply != *'|'* ]] || code=${reply#*|}
  elif reply=$(scontrol -o show job "$jobId" 2>/dev/null) && [[ $reply =~ JobState=([A-Z_]+) ]]; then
    state=${BASH_REMATCH[1]}
    [[ ! $reply =~ \ ExitCode=([0-9]+:[0-9]+) ]] || code=${BASH_REMATCH[1]}
  else
    reply=$(squeue -h -t all -j "$jobId" -o %T 2>/dev/null) || reply=''
    state=${reply%%$'\n'*}
  fi
  state=${state%%[ +]*}
}

# Waits until the job has ended; false when that cannot be learnt.
follow() {
  local pause=1 last='' silent=0
  while :; do
    ask
    if [[ $state != "$last" && -n $state ]]; then say "job $jobId is $state"; fi
    case $state in
    COMPLETED | CANCELLED | FAILED | TIMEOUT | NODE_FAIL | PREEMPTED | BOOT_FAIL | DEADLINE | OUT_OF_MEMORY) return 0 ;;
    OUT_OF_ME | REVOKED | SPECIAL_EXIT | LAUNCH_FAILED | RECONFIG_FAIL) return 0 ;;
    '') silent=$((silent + 1)) ;;
    PENDING | CONFIGURING | RUNNING | COMPLETING | SUSPENDED | STOPPED | SIGNALING | STAGE_OUT | RESIZING) silent=0 ;;
    REQUEUED | REQUEUE_FED | REQUEUE_HOLD | RESV_DEL_HOLD | UPDATE_DB | POWER_UP_NODE) silent=0 ;;
    *) silent=$((silent + 1)) ;;
    esac
    last=$state
    if ((silent >= 20)); then
      say "Slurm does not say what became of job $jobId"
      return 1
    fi
    if ((SECONDS >= ${PERFC_WAIT_SECONDS:-604800})); then
      say "job $jobId is still $state after $SECONDS s, and is cancelled"
      scancel "$jobId" || true
      return 1
    fi
    sleep "${PERFC_POLL_SECONDS:-$pause}" &
    sleeper=$!
    wait "$sleeper" || true
    pause=$((pause < 15 ? pause * 2 : 30))
  done
}

main() {
  local dryRun='' options=() log name
  while (($#)); do
    case $1 in
    --dry-run) dryRun=1 ;;
    --workspace)
      [[ -n ${2:-} ]] || misused "--workspace needs a folder"
      chosenDir=$2
      shift
      ;;
    --workspace=?*) chosenDir=${1#*=} ;;
    --help | -h) usage && exit 0 ;;
    --)
      shift
      break
      ;;
    *) misused "unknown argument '$1'" ;;
    esac
    shift
  done
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
  if [[ -n $chosenDir || -z $HEADER_OUTPUT ]]; then options+=("--output=${workDir//%/%%}/$OUTPUT_NAME"); fi
  options+=("$@")
  if [[ -n $dryRun ]]; then
    look || say "a submission would stop here"
    printf 'would run: sbatch'
    printf ' %q' "${options[@]}" "$here/launch.sh"
    printf '\n'
    return
  fi
  look || exit 1
  mkdir -p -- "$workDir" || exit 1
  place_config || exit 1
  answer=$(sbatch "${options[@]}" "$here/launch.sh") || { say "sbatch refused test '$TEST_NAME'" && exit 1; }
  read_job_id || { say "sbatch answered '$answer', which names no job" && exit 1; }
  log=$workDir/${OUTPUT_NAME//%j/$jobId}
  [[ -z ${PERFC_PLACE_FILE:-} ]] || printf '%s\n' "$log" >"$PERFC_PLACE_FILE"
  printf "test '%s' is job %s\nlog: %s\nlogs of the servers: %s\n" "$TEST_NAME" "$jobId" "$log" "$LOG_DIR"
  follow || exit 1
  printf "test '%s': job %s %s%s\n" "$TEST_NAME" "$jobId" "$state" "${code:+, exit code $code}"
  [[ $state == COMPLETED && ${code:-0:0} == 0:0 ]]
}

found=() answer='' jobId='' sleeper='' state='' code='' chosenDir='' workDir=''
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null && pwd)
trap 'on_signal HUP 1' HUP
trap 'on_signal INT 2' INT
trap 'on_signal TERM 15' TERM
main "$@"
