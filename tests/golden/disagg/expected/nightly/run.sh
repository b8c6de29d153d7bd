#!/bin/bash
set -Eeuo pipefail

TESTS=(
  disagg r1_8k1k_ctx2_tep2_gen1_dep8_bs768_eplb288_mtp3_ccb-UCX ''
)

usage() {
  cat <<'END'
usage: run.sh [--mode M] [--test GLOB] [--dry-run] [--stop-on-error] [--workspace DIR] [-- SBATCH OPTION...]
Runs the tests one after the other. Status 0: all passed; 1: some did not; 2: wrong usage, or no test matches.
  --mode M         single-agg, multi-agg, disagg or all
  --test GLOB      tests whose name matches
  --dry-run        says what would be submitted
  --stop-on-error  ends with the first test that fails
  --workspace DIR  work below DIR in place of the cluster's work_dir
END
}

say() { printf 'run.sh: %s\n' "$1" >&2; }

misused() {
  say "$1"
  usage >&2
  exit 2
}

on_signal() { # NAME NUMBER
  trap '' HUP INT TERM
  if [[ -n $child ]]; then
    kill -TERM "$child" 2>/dev/null || true
    wait "$child" || true
  fi
  say "stopped by SIG$1"
  exit "$((128 + $2))"
}

# True when all of text $1 matches glob $2: the leftmost longest match is then the whole of it.
matches() {
  [[ -z ${1/$2/} ]]
}

run_test() { # NAME
  local place=''
  : >"$placeFile"
  PERFC_PLACE_FILE=$placeFile "$here/$1/submit.sh" "${options[@]}" >&2 &
  child=$!
  if wait "$child"; then
    child=''
    passed=$((passed + 1))
    printf '%s %s\n' "${verdict^^}" "$1"
    return
  fi
  child=''
  read -r place <"$placeFile" || place='it was not submitted'
  failures+=("$1: $place")
  printf 'FAILED %s (%s)\n' "$1" "$place"
  return 1
}

parse() {
  while (($#)); do
    case $1 in
    --mode | --test | --workspace)
      (($# > 1)) || misused "$1 needs a value"
      set -- "$1=$2" "${@:3}"
      continue
      ;;
    --mode=*) mode=${1#*=} ;;
    --test=*) glob=${1#*=} ;;
    --workspace=?*) options+=(--workspace "${1#*=}") ;;
    --dry-run) verdict='would run' && options+=(--dry-run) ;;
    --stop-on-error) stop=1 ;;
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
}

main() {
  local i matched=0 skipped=0 left=0
  parse "$@"
  for ((i = 0; i < ${#TESTS[@]}; i += 3)); do
    if [[ $mode != all && $mode != "${TESTS[i]}" ]] || ! matches "${TESTS[i + 1]}" "$glob"; then continue; fi
    matched=$((matched + 1))
    if [[ -n $stop && ${#failures[@]} -gt 0 ]]; then
      left=$((left + 1))
    elif [[ -n ${TESTS[i + 2]} ]]; then
      skipped=$((skipped + 1))
      printf 'SKIPPED %s (%s)\n' "${TESTS[i + 1]}" "${TESTS[i + 2]}"
    else
      run_test "${TESTS[i + 1]}" || true
    fi
  done
  ((matched)) || misused "no test matches"
  printf '%d %s, %d failed, %d skipped\n' "$passed" "$verdict" "${#failures[@]}" "$skipped"
  ((left == 0)) || printf '%d not run after the first failure\n' "$left"
  if ((${#failures[@]})); then
    printf '  %s\n' "${failures[@]}"
    return 1
  fi
}

mode=all glob='*' verdict=passed stop='' child='' passed=0 options=() failures=()
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null && pwd)
placeFile=$(mktemp)
trap 'rm -f -- "$placeFile"' EXIT
trap 'on_signal HUP 1' HUP
trap 'on_signal INT 2' INT
trap 'on_signal TERM 15' TERM
main "$@"
