#!/bin/bash
# The constant part of a test's submit.sh, behind script.sh and jobs.sh. The generated script sets TEST_NAME, CONFIG_NAME, OUTPUT_NAME,
# HEADER_OUTPUT (set when launch.sh has an --output of its own), FIXED_WORK_DIR (set when no other can be used),
# WORK_TAIL, NEEDS and WORK_NEEDS, and defines set_paths, which derives CONFIG_DIR, LOG_DIR and the default of workDir.

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
