#!/bin/bash
set -Eeuo pipefail

TEST_NAME=r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX

run_clients() {
  command=(python -m tensorrt_llm.serve.scripts.benchmark_serving --model /data/DeepSeek-R1-0528-FP4-v2 --tokenizer /data/DeepSeek-R1-0528-FP4-v2)
  dataWords=(--dataset-name random --random-ids --random-input-len 8192 --random-output-len 1024 --random-range-ratio 0.8)
  options=(--ignore-eos --percentile-metrics "ttft,tpot,itl,e2el" --backend openai --trust-remote-code)
  dataName="random data, 8192 input and 1024 output tokens, ratio 0.8"
  client 64 640
  client 1024 10240
}

say() { printf '%s%s: %s\n' "$lineStart" "${BASH_SOURCE[0]##*/}" "$1" >&2; }

misused() {
  say "$1"
  usage >&2
  exit 2
}

on_error() { # STATUS LINE COMMAND
  [[ $BASHPID != "$$" ]] || say "line $2: '$3' failed with status $1"
}

lineStart=''
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null && pwd)
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR
trap 'on_signal HUP 1' HUP
trap 'on_signal INT 2' INT
trap 'on_signal TERM 15' TERM

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
  run_clients
}

host=${BENCHMARK_HOST:-localhost} port=${BENCHMARK_PORT:-8000} dryRun='' command=() dataName='' dataWords=() options=()

main "$@"
