#!/bin/bash
# What run.sh says while jobs wait and run: on a terminal one line that is rewritten, elsewhere a line for each change and
# one now and then, so that nobody takes a long test for a dead one.

# Sets `place` to where pending job $1 stands among those of its partition; empty when Slurm does not say. The queue may be
# long: all jobs are looked up in what squeue says once a round, which begins with an empty queueRound.
queue_place() {
  [[ -n $queueRound ]] || queue=$(squeue -h -t PENDING --sort=-p,i -o '%A|%P' 2>/dev/null) || queue=''
  queueRound=known
  place=$(awk -F '|' -v id="$1" '{ seen[$2]++; if ($1 == id) { of = $2; at = seen[$2] } } END { if (at) print at " of " seen[of] }' \
    <<<"$queue") || place=''
}

clock() { # SECONDS
  printf '%d:%02d:%02d' "$(($1 / 3600))" "$(($1 / 60 % 60))" "$(($1 % 60))"
}

# Says what job $2 of test $1 does, in few words.
job_line() {
  local state=${jobState[$2]:-submitted}
  printf '%s: %s%s %s' "${names[$1]}" "$state" "${places[$1]:+ (${places[$1]} in the queue)}" \
    "$(clock "$((SECONDS - begun[$1]))")"
}

# One line for everything; control characters would move the cursor.
status_line() {
  local i line
  printf -v line '%d of %d done, %d failed' "$finished" "${#chosen[@]}" "$failures"
  for i in "${live[@]}"; do line+=" | $(job_line "$i" "${jobs[i]}")"; done
  printf '%s' "${line//[[:cntrl:]]/?}"
}

# Called after each look at the jobs.
show_progress() {
  local line width=${COLUMNS:-80}
  if [[ -n $terminal ]]; then
    line=$(status_line)
    printf '%s%s' "$lineStart" "${line:0:width-1}" >&2
  elif ((SECONDS - lastSaid >= ${PERFC_HEARTBEAT_SECONDS:-300})); then
    say "$(status_line)"
    lastSaid=$SECONDS
  fi
}

# Looks where a pending job stands, and says when the state of a job is another than before.
note_place() { # INDEX STATE-BEFORE
  local id=${jobs[$1]}
  places[$1]=''
  if [[ ${jobState[id]} == PENDING ]]; then
    queue_place "$id"
    places[$1]=$place
  fi
  [[ -z $terminal && $2 != "${jobState[id]}" ]] || return 0
  say "$(job_line "$1" "$id")"
  lastSaid=$SECONDS
}
