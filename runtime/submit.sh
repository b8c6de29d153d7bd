#!/bin/bash
# The constant part of a test's submit.sh, behind script.sh, states.sh, jobs.sh, progress.sh, look.sh and sbatch.sh. The generated
# script sets SUITE, TEST_NAME, CONFIG_NAME, OUTPUT_NAME, HEADER_OUTPUT (set when launch.sh has an --output of its own),
# FIXED_WORK_DIR (set when no other can be used), WORK_TAIL, NEEDS and WORK_NEEDS, and defines set_paths, which derives
# CONFIG_DIR, LOG_DIR, NEEDED_NAMES, NEEDED_PATHS and the default of workDir.

usage() {
  cat <<'END'
usage: submit.sh [--dry-run | --detach | --attach ID] [--workspace DIR] [-- SBATCH OPTION...]
Submits launch.sh, follows the job to its end and says where its logs are. Status 0: it passed; 1: not; 2: wrong usage.
  --dry-run        only looks, and prints the sbatch call
  --detach         submits, and does not follow the job
  --attach ID      submits nothing, and follows job ID of this test
  --workspace DIR  work below DIR in place of the cluster's work_dir
A signal cancels the job, but not one that was attached to. Variables: PERFC_SUBMIT_SECONDS, how long a busy Slurm is asked
to take the job (900); PERFC_POLL_SECONDS, how often it looks; PERFC_WAIT_SECONDS, how long at most (a week), before it cancels
the job; PERFC_OUTAGE_SECONDS, how long Slurm may be away (3600); PERFC_CANCEL_SECONDS, how long cancelling may take (60);
PERFC_HEARTBEAT_SECONDS, how often it reports that nothing has changed (300); PERFC_SPACE_MB, what the work directory's disk
must have left (50); PERFC_UNSEEN, folders (A:B) that the compute nodes see and this machine does not.
END
}

on_signal() { # NAME NUMBER
  trap 'impatient=1 && wake' HUP INT TERM
  trap - ERR
  set +e
  wake
  if [[ $action == attach ]]; then
    say "stopped by SIG$1, job $jobId goes on"
    exit "$((128 + $2))"
  fi
  catch_up || say "Slurm does not say whether it has taken the job: 'squeue --me -o \"%A %k %o\"' shows it with '$mark'"
  if [[ -z $jobId ]]; then
    say "stopped by SIG$1"
  else
    [[ -n ${jobFrom[jobId]:-} ]] || follow "$jobId"
    if cancel_jobs "$jobId"; then
      say "stopped by SIG$1, job $jobId cancelled"
    else
      say "stopped by SIG$1, job $jobId is still ${jobState[jobId]:-unknown to Slurm}: see to it that it ends"
    fi
  fi
  exit "$((128 + $2))"
}

# Called after each look at the job, and each second on a terminal.
show_progress() {
  local text lines=()
  text="job $jobId: $(job_text "$jobId")"
  if [[ -n $terminal ]]; then
    mapfile -t lines < <(log_tail "$log" "$((${LINES:-24} > 14 ? 10 : ${LINES:-24} - 4))")
    draw "test '$TEST_NAME', $text" "${lines[@]}"
  elif heartbeat_due; then
    lines=("$(log_tail "$log" 1)")
    say "$text${lines[0]:+ | ${lines[0]}}"
  fi
}

# Waits until the job has ended; its status is the verdict.
await() {
  local pause=1 due=0 state
  follow "$jobId"
  while :; do
    if [[ -n ${PERFC_POLL_SECONDS:-} ]] || ((SECONDS >= due)); then
      state=${jobState[jobId]} queueRound=''
      if over "$jobId"; then break; fi
      note_state "job $jobId" "$jobId" "$state"
      due=$((SECONDS + pause)) pause=$((pause < 15 ? pause * 2 : 30))
    fi
    show_progress
    nap "${PERFC_POLL_SECONDS:-1}"
  done
  wipe
  printf "test '%s': job %s %s\n" "$TEST_NAME" "$jobId" "${jobEnd[jobId]}"
  if passed "$jobId"; then return 0; fi
  show_failure
  exit 1
}

# Why the job failed, and the end of its log, where launch.sh has said the same of the step.
show_failure() {
  local why
  why=$(explain_end "$jobId")
  [[ -z $why ]] || say "job $jobId: $why"
  if [[ ! -f $log ]]; then
    say "there is no log '$log': the job did not start, or writes to another place"
    return 0
  fi
  say "the last lines of '$log':"
  log_tail "$log" 20 >&2
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
  # For run.sh --resume, should this be killed.
  [[ -z ${PERFC_PLACE_FILE:-} ]] || printf 'mark %s\n%s\n' "$mark" "$workDir/$OUTPUT_NAME" 2>/dev/null >"$PERFC_PLACE_FILE" || true
  enqueue "$@" || exit 1
}

check_owner() {
  find_owner "$jobId"
  case $owner in
  '') say "Slurm does not know job $jobId, or does not answer" && exit 1 ;;
  other) say "job $jobId is none of test '$TEST_NAME'" && exit 2 ;;
  esac
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
  parse "$@"
  choose_paths
  make_mark
  if [[ -n $chosenDir || -z $HEADER_OUTPUT ]]; then options=("--output=${workDir//%/%%}/$OUTPUT_NAME" "${options[@]}"); fi
  if [[ $action == dry-run ]]; then
    look || say "a submission would stop here"
    printf 'would run: sbatch'
    printf ' %q' "${options[@]}" "$here/launch.sh"
    printf '\n'
    return
  fi
  if [[ $action == attach ]]; then check_owner; else submit "${options[@]}"; fi
  log=$workDir/${OUTPUT_NAME//%j/$jobId}
  [[ $action == attach ]] || leave_place "$log"
  printf "test '%s' is job %s\nlog: %s\nlogs of the servers: %s\n" "$TEST_NAME" "$jobId" "$log" "$LOG_DIR"
  [[ $action == detach ]] || await
}

action='' options=() found=() jobId='' chosenDir='' workDir='' log=''
