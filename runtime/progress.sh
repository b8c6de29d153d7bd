#!/bin/bash
# What run.sh and submit.sh say while jobs wait and run: on a terminal a few lines that are rewritten in place, elsewhere a line for
# each change and one now and then, so that nobody takes a long test for a dead one.

# Sets the place of pending job $1 among those of its partition; empty when Slurm does not say. The queue may be long: all
# jobs are looked up in what squeue says once a round, which begins with an empty queueRound.
find_place() {
  local place
  jobPlace[$1]=''
  [[ ${jobState[$1]} == PENDING ]] || return 0
  [[ -n $queueRound ]] || queue=$(squeue -h -t PENDING --sort=-p,i -o '%A|%P' 2>/dev/null) || queue=''
  queueRound=known
  place=$(awk -F '|' -v id="$1" '{ seen[$2]++; if ($1 == id) { of = $2; at = seen[$2] } } END { if (at) print at " of " seen[of] }' \
    <<<"$queue") || place=''
  jobPlace[$1]=$place
}

clock() { # SECONDS
  printf '%d:%02d:%02d' "$(($1 / 3600))" "$(($1 / 60 % 60))" "$(($1 % 60))"
}

# What job $1 does, in few words: its state, why and where it waits, the time since it was submitted.
job_text() {
  local notes=''
  [[ ${jobState[$1]} != PENDING ]] || notes=${jobReason[$1]}
  [[ -z ${jobPlace[$1]} ]] || notes+="${notes:+, }${jobPlace[$1]} in the queue"
  printf '%s%s %s' "${jobState[$1]:-submitted}" "${notes:+ ($notes)}" "$(clock "$((SECONDS - jobFrom[$1]))")"
}

# The last $2 lines of log $1 as a terminal may show them: of a line that rewrites itself what it shows in the end.
log_tail() { # LOG LINES
  [[ ! -f $1 ]] || { tail -c 16384 -- "$1" 2>/dev/null || true; } |
    LC_ALL=C sed -e 's/\x1b\[[0-9;?]*[A-Za-z]//g' -e 's/\r*$//' -e 's/.*\r//' | tail -n "$2"
}

# Draws lines in place of those drawn before. What is too long is cut by count, and by the terminal, which knows how wide
# characters are.
draw() { # LINE...
  local line text='' count=0 before=$drawn
  for line; do
    line=${line//$'\t'/    }
    line=${line//[[:cntrl:]]/?}
    text+=${text:+$'\n'}${line:0:${COLUMNS:-80}-1}
    count=$((count + 1))
  done
  drawn=$'\r\e[J'
  ((count < 2)) || drawn=$'\r\e['$((count - 1))$'A\e[J'
  printf '%s\e[?7l%s\e[?7h' "$before" "$text" >&2
}

# Says where a job is when its state is another than before; elsewhere than on a terminal also now and then.
note_state() { # LABEL ID STATE-BEFORE
  find_place "$2"
  [[ -z $terminal && -n ${jobState[$2]} && $3 != "${jobState[$2]}" ]] || return 0
  say "$1: $(job_text "$2")"
  lastSaid=$SECONDS
}

# True when nothing has been said for long.
heartbeat_due() {
  ((SECONDS - lastSaid >= ${PERFC_HEARTBEAT_SECONDS:-300})) || return 1
  lastSaid=$SECONDS
}

queue='' queueRound='' lastSaid=$SECONDS terminal=''
if [[ -t 2 && -z ${CI:-} && ${TERM:-dumb} != dumb ]]; then
  shopt -s checkwinsize
  terminal=1
  # An interrupt may come in the midst of a drawing.
  trap 'wipe; printf "\e[?7h" >&2' EXIT
fi
