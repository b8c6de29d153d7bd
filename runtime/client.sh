#!/bin/bash
# The constant part of a test's client.sh, behind script.sh. The generated script sets TEST_NAME and defines run_clients,
# which for each load sets command, dataName, dataWords and options, and calls client for each concurrency.

usage() {
  cat <<'END'
usage: client.sh [--host HOST] [--port PORT] [--dry-run]
Runs the load generator of this test against a server that is up, once for each concurrency. For use in the test's
container; the test itself runs it by way of pytest. Status 0: fine; 1: a run failed; 2: wrong usage.
  --host HOST  default BENCHMARK_HOST, else localhost
  --port PORT  default BENCHMARK_PORT, else 8000
  --dry-run    prints the calls
END
}

on_signal() { # NAME NUMBER
  say "stopped by SIG$1"
  exit "$((128 + $2))"
}

# The data set must be there, unless there are words for the case that it is not.
data_file() { # FILE [NAME WORD...]
  dataName="data set '$1'"
  if [[ -n $dryRun || (-f $1 && -r $1) ]]; then return; fi
  if (($# == 1)); then
    say "there is no data set '$1', or it cannot be read: write file(..., if_missing = lengths) to run without it"
    exit 1
  fi
  say "there is no data set '$1': the load generator gets the lengths alone"
  dataName=$2 dataWords=("${@:3}")
}

client() { # CONCURRENCY PROMPTS
  local status=0 call=("${command[@]}" "${dataWords[@]}" --num-prompts "$2" --max-concurrency "$1" "${options[@]}" --host "$host" --port "$port")
  printf "benchmark: %s, concurrency %s, %s prompts\n" "$dataName" "$1" "$2"
  if [[ -n $dryRun ]]; then
    printf 'would run:'
    printf ' %q' "${call[@]}"
    printf '\n'
    return
  fi
  "${call[@]}" || status=$?
  ((status)) || return 0
  say "the load generator of test '$TEST_NAME' failed at concurrency $1 with status $status; '$here/commands.json' has the call"
  exit 1
}

main() {
  while (($#)); do
    case $1 in
    --host | --port)
      [[ -n ${2:-} ]] || misused "$1 needs a value"
      set -- "$1=$2" "${@:3}"
      continue
      ;;
    --host=?*) host=${1#*=} ;;
    --port=?*) port=${1#*=} ;;
    --dry-run) dryRun=yes ;;
    --help | -h) usage && exit 0 ;;
    *) misused "unknown argument '$1'" ;;
    esac
    shift
  done
  [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] || misused "a port is a number from 1 to 65535, not '$port'"
  run_clients
}

host=${BENCHMARK_HOST:-localhost} port=${BENCHMARK_PORT:-8000} dryRun='' command=() dataName='' dataWords=() options=()
