#!/bin/bash
# How launch.sh gets into the queue, once. sbatch may fail although Slurm has taken the job: its controller was busy and the
# answer came too late. Each submission has a mark, which Slurm keeps as the job's comment, or, where the user has a comment of
# his own, as an argument of launch.sh, which does not read it.

# Marks of one test begin alike. Sets `testMark` and `mark`.
make_mark() {
  local unique
  testMark=$(printf '%s' "$SUITE/$TEST_NAME" | cksum)
  testMark=perfc-${testMark%% *}-
  { read -r unique </proc/sys/kernel/random/uuid; } 2>/dev/null || unique=$HOSTNAME-$$-$RANDOM-$SECONDS
  mark=$testMark$unique
}

# Like find_jobs, but none is only none when Slurm says so twice: what was sent before may still be at work in its controller.
look_for_mark() { # END
  local answers=0 pause=2
  while ((answers < 2)); do
    nap "${PERFC_POLL_SECONDS:-$pause}"
    if find_jobs "$mark"; then
      ((${#foundJobs[@]} == 0)) || return 0
      answers=$((answers + 1))
    elif ((SECONDS >= $1)); then
      say "Slurm does not answer, and may have the job: 'squeue --me -o \"%A %k %o\"' shows it with '$mark'"
      return 1
    else
      answers=0 pause=$((pause < 16 ? pause * 2 : 30))
    fi
  done
}

# Runs sbatch in a way that a signal here does not end it; sets answer.
call_sbatch() { # SBATCH-ARGUMENT...
  local status=0
  answer='' jobId='' tried=yes
  exec {answerFrom}< <(trap '' HUP INT && exec sbatch "$@" 2>&1)
  sbatchPid=$!
  wait "$sbatchPid" || status=$?
  take_answer
  return "$status"
}

take_answer() {
  IFS= read -r -d '' answer <&"$answerFrom" || true
  exec {answerFrom}<&-
  sbatchPid=''
  answer=${answer%$'\n'}
}

# Sets jobId to the job that sbatch has named, and shows what else it said.
read_job_id() {
  local line
  jobId=''
  while IFS= read -r line; do
    if [[ $line =~ Submitted\ batch\ job\ ([1-9][0-9]*) || $line =~ ^([1-9][0-9]*)(\;.*)?$ ]]; then
      jobId=${BASH_REMATCH[1]}
    elif [[ -n $line ]]; then
      printf '%s\n' "$line" >&2
    fi
  done <<<"$answer"
  [[ -n $jobId ]]
}

# True when the job has a comment that is not ours.
has_comment() { # SBATCH-OPTION...
  [[ " $*" != *' --comment'* && -z ${SBATCH_COMMENT:-} ]] || return 0
  grep -q -e '^#SBATCH.* --comment' -- "$here/launch.sh"
}

# Submits launch.sh and sets jobId; false when that was refused, or nobody knows.
enqueue() { # SBATCH-OPTION...
  local status pause=2 end=$((SECONDS + ${PERFC_SUBMIT_SECONDS:-900})) tries=0
  if has_comment "$@"; then set -- "$@" "$here/launch.sh" "$mark"; else set -- "--comment=$mark" "$@" "$here/launch.sh"; fi
  while :; do
    status=0
    call_sbatch "$@" || status=$?
    if read_job_id && ((status == 0)); then break; fi
    if ((status > 0 && status < 128)) && ! transient "$answer"; then
      say "sbatch refused test '$TEST_NAME'"
      return 1
    fi
    say "waits: Slurm may have taken the job all the same, which is looked for first"
    look_for_mark "$end" || return 1
    if ((${#foundJobs[@]})); then
      jobId=${foundJobs[0]}
      say "Slurm has taken it: job $jobId"
      break
    elif ((status == 0)); then
      say "sbatch answered '$answer', which names no job"
      return 1
    elif ((SECONDS >= end)); then
      say "gives up: Slurm has not taken test '$TEST_NAME' for ${PERFC_SUBMIT_SECONDS:-900} s"
      return 1
    fi
    say "waits: it has not; tries again in $pause s"
    nap "${PERFC_POLL_SECONDS:-$pause}"
    pause=$((pause < 32 ? pause * 2 : 60)) tries=$((tries + 1))
  done
  ((tries == 0)) || drop_doubles
}

# An answer that came late after all would leave two jobs: the first one stays.
drop_doubles() {
  find_jobs "$mark" && ((${#foundJobs[@]} > 1)) || return 0
  jobId=${foundJobs[0]}
  say "Slurm has taken the test more than once: job $jobId stays, and ${foundJobs[*]:1} is cancelled"
  scancel "${foundJobs[@]:1}" || say "cannot cancel ${foundJobs[*]:1}"
}

# After a signal: sets jobId when there is a job, as far as that can be found out soon. False when nobody knows.
catch_up() {
  local end=$((SECONDS + 15))
  [[ -z $jobId && -n $tried ]] || return 0
  while [[ -n $sbatchPid ]] && kill -0 "$sbatchPid" 2>/dev/null && ((SECONDS < end)) && [[ -z $impatient ]]; do nap 0.1; done
  if [[ -n $sbatchPid ]]; then
    kill "$sbatchPid" 2>/dev/null || true
    take_answer
    if read_job_id; then return 0; fi
  fi
  find_jobs "$mark" || return 1
  jobId=${foundJobs[0]:-}
}

# Sets `owner` to `ours` or `other`, as job $1 is one of this test or not; empty when Slurm does not know it.
find_owner() { # ID
  local text
  owner=''
  if text=$(scontrol -o show job "$1" 2>/dev/null) && [[ $text == *' Command='* ]]; then
    text=${text#*Command=}
  elif ! text=$(squeue -h -t all -j "$1" -o '%k %o' 2>/dev/null) || [[ -z $text ]]; then
    text=$(sacct -n -X -P -j "$1" --format=SubmitLine 2>/dev/null) || text=''
  fi
  [[ -n $text ]] || return 0
  case " $text " in
  *"$testMark"* | *" $here/launch.sh "*) owner=ours ;;
  *) owner=other ;;
  esac
}

answer='' answerFrom='' sbatchPid='' tried='' owner='' mark='' testMark=''
