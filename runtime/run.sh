#!/bin/bash
# The constant part of a suite's run.sh, behind script.sh, states.sh, jobs.sh, state.sh, progress.sh and junit.sh. The generated script
# sets SUITE, SHARED_WORK_DIR (not empty when all tests work in one directory) and TESTS: mode, name and reason to skip of
# each test, in the order in which they run. Everything below knows a test by its index there.

usage() {
  cat <<'USAGE'
usage: run.sh [--mode M] [--test GLOB] [--jobs N] [--dry-run] [--stop-on-error] [--resume] [--workspace DIR]
              [--results DIR] [--junit FILE] [-- SBATCH OPTION...]
Runs the tests: single-agg, then multi-agg, then disagg. Status 0: all passed; 1: some did not; 2: wrong usage, or no test
matches. A signal cancels the jobs that it submitted.
  --mode M         single-agg, multi-agg, disagg or all
  --test GLOB      tests whose name matches
  --jobs N         tests that are in the queue at once; 1 unless given, and always 1 where tests share a work directory
  --dry-run        says what would be submitted
  --stop-on-error  submits nothing more once a test has failed
  --resume         goes on where the last run ended: leaves out what passed, follows jobs that still run, runs the rest
  --workspace DIR  work below DIR in place of the cluster's work_dir
  --results DIR    where run.xml and what --resume needs are kept; 'results' beside run.sh unless given
  --junit FILE     where the JUnit report goes in place of run.xml
PERFC_POLL_SECONDS sets how often it looks, PERFC_WAIT_SECONDS how long at most a job is followed (a week) before it is
cancelled, PERFC_CANCEL_SECONDS how long a cancelled job may take (60), PERFC_HEARTBEAT_SECONDS how often it reports that
nothing has changed when it does not write to a terminal (300).
USAGE
}

# True when all of text $1 matches glob $2: the leftmost longest match is then the whole of it. A letter in front of both,
# since a pattern that begins with # or % is another.
matches() {
  local text=x$1
  [[ -z ${text/x$2/} ]]
}

parse() {
  while (($#)); do
    case $1 in
    --mode | --test | --workspace | --jobs | --results | --junit)
      (($# > 1)) || misused "$1 needs a value"
      set -- "$1=$2" "${@:3}"
      continue
      ;;
    --mode=*) mode=${1#*=} ;;
    --test=*) glob=${1#*=} ;;
    --jobs=*) slots=${1#*=} ;;
    --workspace=?*) options+=(--workspace "${1#*=}") ;;
    --results=?*) results=${1#*=} ;;
    --junit=?*) junitFile=${1#*=} ;;
    --dry-run) dryRun=1 ;;
    --stop-on-error) stop=1 ;;
    --resume) resume=1 ;;
    --help | -h) usage && exit 0 ;;
    --)
      options+=("$@")
      break
      ;;
    *) misused "unknown argument '$1'" ;;
    esac
    shift
  done
  case $mode in
  all | single-agg | multi-agg | disagg) ;;
  *) misused "unknown mode '$mode': write single-agg, multi-agg, disagg or all" ;;
  esac
  [[ $slots =~ ^[1-9][0-9]{0,5}$ ]] || misused "--jobs takes a number from 1, not '$slots'"
  if [[ -n $SHARED_WORK_DIR ]] && ((slots > 1)); then
    say "these tests share one work directory: they run one after the other"
    slots=1
  fi
}

choose() {
  local i
  for ((i = 0; i * 3 < ${#TESTS[@]}; i++)); do
    modes[i]=${TESTS[i * 3]} names[i]=${TESTS[i * 3 + 1]} skips[i]=${TESTS[i * 3 + 2]}
    jobs[i]='' verdicts[i]='' seconds[i]='' logs[i]='' whys[i]=${skips[i]} begun[i]=''
    if [[ $mode != all && $mode != "${modes[i]}" ]] || ! matches "${names[i]}" "$glob"; then continue; fi
    chosen+=("$i")
  done
  ((${#chosen[@]})) || misused "no test matches"
}

# A line of the result, on standard output.
tell() {
  wipe
  printf '%s\n' "$1"
}

dry_run() {
  local i count=0 skipped=0 bad=()
  for i in "${chosen[@]}"; do
    if [[ -n ${skips[i]} ]]; then
      skipped=$((skipped + 1))
      tell "SKIPPED ${names[i]} (${skips[i]})"
    elif "$here/${names[i]}/submit.sh" --dry-run "${options[@]}" >&2; then
      count=$((count + 1))
      tell "WOULD RUN ${names[i]}"
    else
      bad+=("${names[i]}")
      tell "FAILED ${names[i]} (its submit.sh cannot say what it would do)"
    fi
  done
  printf '%d would run, %d failed, %d skipped\n' "$count" "${#bad[@]}" "$skipped"
  ((${#bad[@]} == 0))
}

# Makes the folder of results, for this run alone.
open_results() {
  local file
  junitFile=${junitFile:-$results/run.xml}
  stateFile=$results/run.state placeFile=$results/run.job errorFile=$results/run.error
  mkdir -p -- "$results" 2>/dev/null || { say "cannot make '$results': choose another folder with --results" && exit 1; }
  exec {lock}<"$results"
  if command -v flock >/dev/null; then
    # A run that was killed may leave a child for a moment.
    flock -w 3 -E 99 "$lock" 2>/dev/null || (($? != 99)) ||
      { say "another run.sh is at work in '$results': wait for it, or choose another folder with --results" && exit 1; }
  fi
  for file in "$stateFile.part" "$placeFile" "$errorFile" "$junitFile.part"; do
    [[ -n $resume && $file == "$placeFile" && -e $file ]] || : 2>/dev/null >"$file" ||
      { say "cannot write '$file'" && exit 1; }
  done
}

# How test $1 ended.
settle() { # INDEX VERDICT WHY
  local last=${logs[$1]:+, see ${logs[$1]}} id=${jobs[$1]}
  verdicts[$1]=$2 whys[$1]=$3 finished=$((finished + 1))
  if [[ -n $id ]]; then seconds[$1]=${jobSeconds[id]:-$((SECONDS - begun[$1]))}; fi
  case $2 in
  passed) tell "PASSED ${names[$1]}" ;;
  cancelled) tell "CANCELLED ${names[$1]}" ;;
  *)
    failures=$((failures + 1)) whereLine[$1]=$3$last
    tell "FAILED ${names[$1]} ($3$last)"
    ;;
  esac
  save_state
}

settle_job() { # INDEX
  local id=${jobs[$1]}
  if passed "$id"; then
    settle "$1" passed ''
  elif [[ ${jobEnd[id]} == lost* ]]; then
    settle "$1" lost "job $id ${jobEnd[id]}"
  elif [[ -n $stopped && ${jobState[id]} == CANCELLED ]]; then
    settle "$1" cancelled "run.sh was stopped by $stopped"
  else
    settle "$1" failed "job $id ${jobEnd[id]}"
  fi
}

# From now on test $1 is in the queue.
attach() { # INDEX
  verdicts[$1]=running begun[$1]=$SECONDS due[$1]=0 pauses[$1]=1 live+=("$1")
}

# What the test's submit.sh has left to say which job it is.
read_place() { # INDEX
  local id log
  { read -r id && { IFS= read -r -d '' log || true; }; } <"$placeFile" 2>/dev/null || return 1
  [[ $id =~ ^[1-9][0-9]*$ ]] || return 1
  jobs[$1]=$id logs[$1]=${log%$'\n'}
}

# A submission that was cut off may have led to a job all the same. False when Slurm does not say.
recover_place() { # INDEX
  local word mark log
  { read -r word mark && { IFS= read -r -d '' log || true; }; } <"$placeFile" 2>/dev/null || return 1
  if [[ $word != mark ]] || ! find_jobs "$mark"; then return 1; fi
  ((${#foundJobs[@]})) || return 0
  log=${log%$'\n'} word=${log##*/}
  jobs[$1]=${foundJobs[0]} logs[$1]=${log%/*}/${word//%j/${foundJobs[0]}}
  say "${names[$1]}: the last run ended while it was submitted, as job ${foundJobs[0]}"
}

submit_test() { # INDEX
  local line=''
  verdicts[$1]=submitting jobs[$1]='' logs[$1]='' seconds[$1]='' whys[$1]=''
  : >"$placeFile"
  save_state
  current=$1
  PERFC_PLACE_FILE=$placeFile "$here/${names[$1]}/submit.sh" --detach "${options[@]}" >/dev/null 2>"$errorFile" {lock}<&- &
  wait "$!" || true
  wipe
  cat -- "$errorFile" >&2
  if read_place "$1"; then
    follow "${jobs[$1]}"
    attach "$1"
    save_state
    say "${names[$1]}: job ${jobs[$1]}, log ${logs[$1]}"
  else
    line=$(grep -v -m 1 '^submit.sh: waits' "$errorFile") || true
    settle "$1" refused "it was not submitted${line:+: ${line#submit.sh: }}"
  fi
  current=''
}

take() { # INDEX
  if [[ -n ${skips[$1]} ]]; then
    finished=$((finished + 1))
    tell "SKIPPED ${names[$1]} (${skips[$1]})"
  elif [[ -n ${begun[$1]} ]]; then
    : # it came in with --resume
  elif [[ ${verdicts[$1]} == passed ]]; then
    finished=$((finished + 1))
    tell "PASSED ${names[$1]} (before)"
  elif [[ -n $stop ]] && ((failures)); then
    verdicts[$1]='' whys[$1]="not run after the first failure"
  else
    submit_test "$1"
  fi
}

# Jobs of the last run that still run come first, whatever their place in the list. What did not pass runs again.
reattach() {
  recall
  look_again
  save_state
}

# All jobs that may still run, before Slurm is asked for any: a signal then finds them.
recall() {
  local i id
  for i in "${chosen[@]}"; do
    if [[ ${verdicts[i]} == submitting ]] && ! read_place "$i" && ! recover_place "$i"; then
      say "${names[i]}: the last run ended while it was submitted; if 'squeue --me' shows a job of it, cancel that"
    fi
    id=${jobs[i]}
    case ${verdicts[i]} in
    passed) continue ;;
    submitting | running | lost) ;;
    *) id='' ;;
    esac
    whys[i]=${skips[i]}
    if [[ -n $id ]]; then
      follow "$id"
      attach "$i"
    else
      verdicts[i]=''
    fi
  done
}

look_again() {
  local i id others=()
  for i in "${live[@]}"; do
    id=${jobs[i]}
    if ! over "$id" && [[ -n ${jobState[id]} ]]; then
      others+=("$i")
      say "${names[i]}: goes on with job $id, which is ${jobState[id]}, log ${logs[i]}"
      continue
    fi
    begun[i]=''
    if passed "$id"; then
      verdicts[i]=passed seconds[i]=${jobSeconds[id]:-0}
    else
      verdicts[i]=''
      say "${names[i]}: job $id did not pass (${jobState[id]:-Slurm does not know it}): it runs again"
    fi
  done
  live=("${others[@]}")
}

# One round over the jobs in the queue.
look_after() {
  local i id state others=()
  queueRound=''
  for i in "${live[@]}"; do
    id=${jobs[i]} state=${jobState[id]}
    if [[ -z ${PERFC_POLL_SECONDS:-} && -z $stopped ]] && ((SECONDS < due[i])); then
      others+=("$i")
      continue
    fi
    if over "$id"; then
      settle_job "$i"
      continue
    fi
    others+=("$i")
    # Many jobs are looked at less often, for the sake of Slurm.
    pauses[i]=$((pauses[i] < 15 ? pauses[i] * 2 : 30))
    due[i]=$((SECONDS + pauses[i] + ${#live[@]} / 4))
    note_state "${names[i]}" "$id" "$state"
  done
  live=("${others[@]}")
}

# One line for everything.
status_line() {
  local i
  printf '%d of %d done, %d failed' "$finished" "${#chosen[@]}" "$failures"
  for i in "${live[@]}"; do printf ' | %s: %s' "${names[i]}" "$(job_text "${jobs[i]}")"; done
}

# Called after each look at the jobs.
show_progress() {
  if [[ -n $terminal ]]; then
    draw "$(status_line)"
  elif heartbeat_due; then
    say "$(status_line)"
  fi
}

work() {
  local next=0
  while :; do
    while ((next < ${#chosen[@]} && ${#live[@]} < slots)); do
      take "${chosen[next]}"
      next=$((next + 1))
    done
    ((${#live[@]})) || break
    look_after
    show_progress
    if ((${#live[@]} == 0 || (next < ${#chosen[@]} && ${#live[@]} < slots))); then continue; fi
    nap "${PERFC_POLL_SECONDS:-1}"
  done
}

# The tally, the report; false when something did not pass.
conclude() {
  local i good=0 bad=() skipped=0 cancelled=0 queued=0 left=0
  for i in "${chosen[@]}"; do
    case ${verdicts[i]} in
    passed) good=$((good + 1)) ;;
    failed | refused | lost) bad+=("$i") ;;
    cancelled) cancelled=$((cancelled + 1)) ;;
    running) queued=$((queued + 1)) ;;
    *) if [[ -n ${skips[i]} ]]; then skipped=$((skipped + 1)); else left=$((left + 1)); fi ;;
    esac
  done
  tell "$good passed, ${#bad[@]} failed, $skipped skipped"
  ((cancelled == 0)) || tell "$cancelled cancelled"
  ((queued == 0)) || tell "$queued still in the queue"
  if ((left)); then
    if [[ -n $stopped ]]; then tell "$left not run"; else tell "$left not run after the first failure"; fi
  fi
  for i in "${bad[@]}"; do tell "  ${names[i]}: ${whereLine[i]}"; done
  if junit >"$junitFile.part" && mv -f -- "$junitFile.part" "$junitFile"; then
    say "report: $junitFile"
  else
    say "cannot write '$junitFile'"
  fi
  rm -f -- "$placeFile" "$errorFile"
  ((${#bad[@]} + cancelled + queued + left == 0))
}

# Cancels what is in the queue, and waits until Slurm has.
cancel_all() {
  local i id ids=() others=()
  for i in "${live[@]}"; do ids+=("${jobs[i]}"); done
  ((${#ids[@]})) || return 0
  cancel_jobs "${ids[@]}" || true
  for i in "${live[@]}"; do
    id=${jobs[i]}
    if [[ -n ${jobEnd[id]} ]]; then
      settle_job "$i"
      continue
    fi
    others+=("$i")
    whys[i]="still ${jobState[id]} when run.sh was stopped"
    say "${names[i]}: job $id is still ${jobState[id]:-unknown to Slurm}; --resume will look for it"
  done
  live=("${others[@]}")
}

on_signal() { # NAME NUMBER
  local pid i alive=()
  trap 'impatient=1' HUP INT TERM
  trap - ERR
  set +e
  stopped=SIG$1
  for pid in $(jobs -pr); do kill -TERM "$pid" 2>/dev/null; done
  wait
  say "stopped by $stopped"
  if [[ -n $current && ${verdicts[current]} == submitting ]]; then
    if read_place "$current"; then follow "${jobs[current]}" && attach "$current"; else settle "$current" cancelled "run.sh was stopped by $stopped"; fi
  fi
  for i in "${live[@]}"; do [[ ${verdicts[i]} != running ]] || alive+=("$i"); done
  live=("${alive[@]}")
  cancel_all
  if [[ -n $atWork ]]; then
    save_state
    conclude
  fi
  exit "$((128 + $2))"
}

main() {
  parse "$@"
  choose
  if [[ -n $dryRun ]]; then
    dry_run || exit 1
    return
  fi
  read_build
  open_results
  if [[ -n $resume && ! -e $stateFile ]]; then
    say "there is nothing to go on with in '$results': all tests run"
  elif [[ -n $resume ]]; then
    load_state
    atWork=1
    reattach
  fi
  atWork=1
  work
  conclude || exit 1
}

mode=all glob='*' slots=1 options=() dryRun='' stop='' resume='' results=$here/results junitFile='' stateFile=''
chosen=() live=() finished=0 failures=0 current='' stopped='' lock=''
# From when on the folder of results holds what this run knows: it is locked, and a state that --resume is to go on with is read.
atWork=''
# By index.
modes=() names=() skips=() jobs=() verdicts=() seconds=() logs=() whys=() whereLine=() begun=() due=() pauses=()
