#!/bin/bash
# What goes wrong on purpose. PERFC_FAULT is a list of [TEST/]ROLE:WHAT[:AFTER-SECONDS], with commas between:
#   exit=N     exits with status N             signal=S  is killed by signal S
#   hang       stays, deaf to TERM and INT      unready   never becomes ready, and serves nobody
#   nostart    never starts: see pyxis_stub.c   empty   of the client: no request is answered

# Sets `fault` and `faultAfter` to what PERFC_FAULT says of a role.
read_fault() { # ROLE
  local item faults=${PERFC_FAULT:-}
  fault='' faultAfter=0
  for item in ${faults//,/ }; do
    if [[ $item == */* ]]; then
      [[ ${stageName:-} == *_"${item%%/*}" ]] || continue
      item=${item#*/}
    fi
    [[ ${item%%:*} == "$1" ]] || continue
    IFS=: read -r _ fault faultAfter <<<"$item"
  done
  : "${faultAfter:=0}"
}

# Does it, when its time has come; `begun` is when the role began.
strike() {
  [[ -n $fault ]] && ((SECONDS - ${begun:?} >= faultAfter)) || return 0
  # When, for who measures how soon it is noticed.
  [[ -z ${PERFC_FAULT_MARK:-} ]] || date +%s.%N >>"$PERFC_FAULT_MARK"
  PERFC_FAULT_MARK=''
  case $fault in
  exit=*)
    echo "stand-in: exits with status ${fault#exit=}"
    exit "${fault#exit=}"
    ;;
  signal=*)
    echo "stand-in: is killed by SIG${fault#signal=}"
    kill -"${fault#signal=}" "$BASHPID"
    ;;
  hang)
    trap '' TERM INT HUP
    echo "stand-in: hangs"
    while :; do sleep 1 || true; done
    ;;
  esac
}
