#!/bin/bash
# The constant part of a suite's sync.sh, behind script.sh, for a cluster of type ssh. The generated script sets SUITE,
# SHARED_WORK_DIR as in run.sh, LOGIN (user@host), HOST, FILES (of the suite), TESTS, TEST_FILES (of each test) and NAMES (of
# variables that the scripts read), and defines set_paths, which derives the default of workDir, and NEEDED_NAMES and
# NEEDED_PATHS: what must be there on the cluster.

usage() {
  cat <<'USAGE'
usage: sync.sh push|run|fetch|all [--dry-run] [--workspace DIR] [--to DIR] [-- RUN.SH OPTION...]
Runs the suite on the cluster, over ssh. Status 0: fine; 1: something failed, or run.sh says so; 2: wrong usage.
  push             copies the suite to <work_dir>/<suite> on the cluster; what else its tests need must be there already
  run              starts run.sh there, with the options behind --, and shows what it says; a signal is passed on
  fetch            copies reports and logs of tests from there
  all              all three, one after the other; the status is that of run.sh
  --dry-run        prints what it would call
  --workspace DIR  a folder on the cluster in place of its work_dir
  --to DIR         where fetch copies to; 'results/fetched' beside sync.sh unless given
Variables that the program reads with env() are taken from here. The host's key must be known: see ssh-keyscan(1).
USAGE
}

# Words as a shell on the other side has to read them: the one function that quotes for it.
remote_words() { # WORD...
  local word
  for word; do printf "'%s' " "${word//\'/\'\\\'\'}"; done
}

# Prints a call in place of it under --dry-run.
call() {
  if [[ -z $dryRun ]]; then
    "$@"
  else
    printf 'would run:'
    printf ' %q' "$@"
    printf '\n'
  fi
}

# Runs a shell script with arguments on the cluster.
remote() { # SCRIPT ARGUMENT...
  call ssh -n "${sshOptions[@]}" -- "$LOGIN" "$(remote_words sh -c "$1" sh "${@:2}")"
}

# One connection for everything; its socket lies where nobody else can reach it.
connect() {
  local status=0
  command -v ssh >/dev/null || fail "there is no ssh on this machine"
  if [[ $action != run ]]; then command -v rsync >/dev/null || fail "there is no rsync on this machine"; fi
  # The path of a socket may have about a hundred characters.
  private=$(mktemp -d /tmp/perfc-sync.XXXXXX)
  pidFile=.run.${private##*.}.pid
  sshOptions=(-o StrictHostKeyChecking=yes -o ConnectTimeout=20 -o ServerAliveInterval=30 -o ControlPath="$private/socket")
  [[ -t 0 ]] || sshOptions+=(-o BatchMode=yes)
  call ssh -fN -o ControlMaster=yes -o ControlPersist=yes "${sshOptions[@]}" -- "$LOGIN" 2>"$private/error" || status=$?
  cat -- "$private/error" >&2
  ((status == 0)) || explain_refusal "$(<"$private/error")"
}

explain_refusal() { # WHAT-SSH-SAID
  case $1 in
  *'IDENTIFICATION HAS CHANGED'*) fail "the key of '$HOST' is another than the known one: ask its administrators before you remove the old one with 'ssh-keygen -R $HOST'" ;;
  *'ost key verification failed'* | *'host key is known'*)
    fail "the key of '$HOST' is not known here: compare 'ssh-keyscan $HOST | ssh-keygen -lf -' with what its administrators publish, then accept it once with 'ssh $LOGIN'"
    ;;
  *'Permission denied'*) fail "'$HOST' does not let '${LOGIN%@*}' in: check with 'ssh $LOGIN' that a key or an agent is there" ;;
  *) fail "cannot reach '$HOST': check with 'ssh $LOGIN'" ;;
  esac
}

fail() {
  say "$1"
  exit 1
}

# Everything that is missing there, at once. Marked lines alone are answers: shells greet people.
prepare() {
  local answer i=0 missing=0
  # shellcheck disable=SC2016 # the other side expands it
  answer=$(remote 'mkdir -p -- "$1" || exit 1; command -v rsync >/dev/null || echo perfc:no-rsync; shift
    for path; do if [ -e "$path" ]; then echo perfc:there; else echo perfc:missing; fi; done' "$folder" "${NEEDED_PATHS[@]}") ||
    fail "cannot make '$folder' on '$HOST'"
  while IFS= read -r answer; do
    case $answer in
    would\ run:*) printf '%s\n' "$answer" ;;
    perfc:no-rsync) fail "there is no rsync on '$HOST'" ;;
    perfc:there) i=$((i + 1)) ;;
    perfc:missing)
      say "${NEEDED_NAMES[i]} '${NEEDED_PATHS[i]}' is not there on '$HOST'"
      i=$((i + 1)) missing=1
      ;;
    esac
  done <<<"$answer"
  ((missing == 0)) || fail "nothing was copied: only the suite is copied, so put these there, or correct the cluster's fields"
}

push() {
  local name file
  prepare
  {
    printf '%s\0' "${FILES[@]}"
    for name in "${TESTS[@]}"; do
      for file in "${TEST_FILES[@]}"; do printf './%s/%s\0' "$name" "$file"; done
    done
  } >"$private/files"
  copy -lpc --from0 --files-from="$private/files" "$here/" "$LOGIN:$folder/" || fail "cannot copy the suite to '$HOST'"
  [[ -n $dryRun ]] || say "copied to $HOST:$folder"
}

copy() { # RSYNC-ARGUMENT...
  call rsync -rt --protect-args --rsh="ssh ${sshOptions[*]}" "$@"
}

run() {
  local name words=() status=0
  for name in "${NAMES[@]}"; do
    if [[ -n ${!name+set} ]]; then words+=("$name=${!name}"); fi
  done
  words+=(./run.sh)
  [[ -z $chosenDir ]] || words+=(--workspace "$chosenDir")
  # A signal here must not end ssh, which has to show how run.sh ends: hence in the background, where INT is ignored. The file
  # for the process id is this call's own, so that a second one does not take it away from the first.
  # shellcheck disable=SC2016 # the other side expands it
  remote 'cd -- "$1" || exit; shift; status=0; sh -c "$@" || status=$?; rm -f -- "$2"; exit "$status"' "$folder" \
    'echo "$$" >"$0" && exec env "$@"' "$pidFile" "${words[@]}" "${options[@]}" &
  child=$!
  wait "$child" || status=$?
  child=''
  if ((status == 255)); then
    say "the connection to '$HOST' was lost; once it is back: sync.sh run -- --resume"
    status=1
  fi
  return "$status"
}

# The names of what tests leave, and nothing else that may lie there.
fetch() {
  local target=${target:-$here/results/fetched} kind
  local kinds=(results.xml report.csv '*.log' 'disagg_workspace/*.log')
  local filters=(--include='/*/' --include='/*/disagg_workspace/' --include=/results/run.xml)
  [[ -n $dryRun ]] || mkdir -p -- "$target" || fail "cannot make '$target'"
  for kind in "${kinds[@]}"; do filters+=("--include=/*/$kind"); done
  copy -m "${filters[@]}" --exclude='*' "$LOGIN:$folder/" "$target/" || fail "cannot copy results from '$HOST'"
  if [[ -n $SHARED_WORK_DIR ]]; then
    filters=(--include=/disagg_workspace/)
    for kind in "${kinds[@]}"; do filters+=("--include=/$kind"); done
    copy -m "${filters[@]}" --exclude='*' "$LOGIN:$workDir/" "$target/work/" || fail "cannot copy results from '$HOST'"
  fi
  [[ -n $dryRun ]] || say "results are in $target"
}

on_signal() { # NAME NUMBER
  trap '' HUP INT TERM
  say "stopped by SIG$1"
  if [[ -n $child ]]; then
    # shellcheck disable=SC2016 # the other side expands it
    remote 'read -r pid <"$1/$2" && kill -TERM "$pid"' "$folder" "$pidFile" || say "cannot stop run.sh on '$HOST'"
    trap - HUP INT TERM
    wait "$child" || true
  fi
  exit "$((128 + $2))"
}

# shellcheck disable=SC2317 # called by a trap
on_exit() {
  [[ -n $private ]] || return 0
  [[ -n $dryRun ]] || ssh -O exit "${sshOptions[@]}" -- "$LOGIN" 2>/dev/null || true
  rm -rf -- "$private"
}

parse() {
  case ${1:-} in
  push | run | fetch | all) action=$1 ;;
  --help | -h) usage && exit 0 ;;
  '') misused "say what to do: push, run, fetch or all" ;;
  *) misused "unknown action '$1'" ;;
  esac
  shift
  while (($#)); do
    case $1 in
    --workspace | --to)
      (($# > 1)) || misused "$1 needs a folder"
      set -- "$1=$2" "${@:3}"
      continue
      ;;
    --dry-run) dryRun=1 ;;
    --workspace=/*) chosenDir=${1#*=} ;;
    --workspace=*) misused "--workspace takes a whole path on the cluster, from '/'" ;;
    --to=?*) target=${1#*=} ;;
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
  local status=0
  parse "$@"
  workDir=${chosenDir%/}
  set_paths
  workDir=${workDir%/} folder=${workDir%/}/$SUITE
  trap on_exit EXIT
  connect
  case $action in
  push) push ;;
  fetch) fetch ;;
  run) run || exit ;;
  all)
    push
    run || status=$?
    fetch
    exit "$status"
    ;;
  esac
}

action='' dryRun='' chosenDir='' workDir='' folder='' target='' options=() child='' private='' pidFile='' sshOptions=()
