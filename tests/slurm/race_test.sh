#!/bin/bash
# Containers that start together on one node: a stand-in for pyxis that takes its time and lets the later one fail. Steps that start
# one after the other pass; without that they do not, which shows that this tests something. usage: race_test.sh PERFC
set -Eeuo pipefail
# shellcheck source=tests/slurm/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
perfc=${1:?the compiler}
if [[ -z ${PERFC_BED:-} ]]; then
  need_bed
  exec "$slurm/bed" --race 1 --nodes 2 --gpus 2 --cpus 4 run "${BASH_SOURCE[0]}" "$perfc"
fi

play() { # STAGGER
  local status=0
  sed "s/^harness probed {/&\n  stagger = $1/; /readiness {/,/^  }/d" "$slurm/faults.perf" >"$WORKSPACE/race.perf"
  "$perfc" build "$WORKSPACE/race.perf" -o "$WORKSPACE/out" --test split >/dev/null
  PERFC_POLL_SECONDS=1 "$WORKSPACE/out/faults/run.sh" >"$WORKSPACE/out.txt" 2>&1 || status=$?
  printf '%s\n' "$status"
}

check_equal 'one after the other' 0 "$(play 5s)"
((failed == 0)) || tail -n 20 "$WORKSPACE"/{out.txt,faults/split/slurm_*.log,faults/split/disagg_workspace/*.log}
check_equal 'all at once' 1 "$(play 0s)"
check_contains 'why' 'pyxis: container disagg_test_' "$(cat "$WORKSPACE"/faults/split/disagg_workspace/*.log)"
finish_tests
