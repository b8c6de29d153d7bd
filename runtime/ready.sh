#!/bin/bash
# Readiness of the servers, where the harness declares probes. Servers are watched meanwhile. The generated script sets
# readyTimeout and readyInterval (seconds).

# Fails where the time is over.
overdue() { # END STEP-INDEX WHAT
  ((SECONDS < $1)) || fail "step ${stepNames[$2]} was not ready after ${readyTimeout:?} s: $3" "${stepLogs[$2]}"
}

# Waits until the logs of all servers from index $1 on show a line that matches extended regular expression $2.
ready_log() { # FIRST-INDEX PATTERN
  local i end=$((SECONDS + ${readyTimeout:?}))
  for ((i = $1; i < ${#stepPids[@]}; i++)); do
    [[ ${stepStates[i]} != finished ]] || continue
    until grep -qE -e "$2" -- "${stepLogs[i]}" 2>/dev/null; do
      overdue "$end" "$i" "its log does not show '$2'"
      watch_for "${readyInterval:?}"
    done
  done
}

# Waits until a command succeeds. It is started again and again, and never outlives the time.
ready_command() { # COMMAND...
  local last=$((${#stepPids[@]} - 1)) end=$((SECONDS + ${readyTimeout:?}))
  until probe "$end" "$@"; do
    overdue "$end" "$last" "'$*' fails"
    watch_for "${readyInterval:?}"
  done
}

probe() { # END COMMAND...
  local end=$1 status=0
  shift
  set -m
  "$@" </dev/null >>"${logDir:?}/readiness.log" 2>&1 &
  probePid=$!
  set +m
  while kill -0 "$probePid" 2>/dev/null; do
    if ((SECONDS >= end)); then
      kill -KILL -- "-$probePid" 2>/dev/null || true
      break
    fi
    watch_for 0
  done
  wait "$probePid" 2>/dev/null || status=$?
  probePid=''
  return "$status"
}

ready_url() { # URL
  command -v curl >/dev/null || fail "there is no curl on this machine, and the readiness of the servers is asked by '$1'"
  ready_command curl -fsS -m 10 -o /dev/null -- "$1"
}
