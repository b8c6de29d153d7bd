#!/bin/bash
# What submit.sh, run.sh and sync.sh share: how they speak, and what interrupts them. Each has `usage` and `on_signal`.

say() {
  wipe
  printf '%s: %s\n' "${BASH_SOURCE[0]##*/}" "$1" >&2
}

# Takes away what progress.sh has drawn on the terminal; `drawn` is how.
wipe() {
  [[ -z $drawn ]] || printf '%s' "$drawn" >&2
  drawn=''
}

misused() {
  say "$1"
  usage >&2
  exit 2
}

on_error() { # STATUS LINE COMMAND
  [[ $BASHPID != "$$" ]] || say "line $2: '$3' failed with status $1"
}

drawn=''
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null && pwd)
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR
trap 'on_signal HUP 1' HUP
trap 'on_signal INT 2' INT
trap 'on_signal TERM 15' TERM
