#!/bin/bash
# Twenty jobs on eight nodes, queued together: each ends with the right verdict, and what failed is run again by --resume.
# usage: suite_test.sh PERFC
set -Eeuo pipefail
# shellcheck source=tests/slurm/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
perfc=${1:?the compiler}
if [[ -z ${PERFC_BED:-} ]]; then
  need_bed
  exec "$slurm/bed" --nodes 8 --gpus 2 --cpus 4 run "${BASH_SOURCE[0]}" "$perfc"
fi

# Of one, two and three nodes, in turn.
program() {
  local i kinds=(whole split wide)
  sed '/^suite/,$d' "$slurm/faults.perf"
  printf 'topology wide {\n  model = tiny\n  ctx 1 { tensor_parallel_size = 2 }\n  gen 2 { tensor_parallel_size = 2 }\n}\n\n'
  printf 'suite many on bed {\n  harness = probed\n'
  for i in {1..20}; do printf '  test %s with short as "t%d"\n' "${kinds[i % 3]}" "$i"; done
  printf '}\n'
}

program >"$WORKSPACE/many.perf"
"$perfc" build "$WORKSPACE/many.perf" -o "$WORKSPACE/out"
run() { # OPTION...
  status=0
  PERFC_POLL_SECONDS=1 "$WORKSPACE/out/many/run.sh" --jobs 20 "$@" >"$WORKSPACE/out.txt" 2>"$WORKSPACE/err.txt" || status=$?
  sed 's/ (.*//' "$WORKSPACE/out.txt"
}

export PERFC_FAULT=t1/GEN_0:exit=3:1,t6/SERVER:signal=KILL:1,t8/CTX_0:exit=1,t13/BENCHMARK:exit=5:1
PERFC_BENCHMARK_SECONDS=2 run
failing=$(grep '^FAILED' "$WORKSPACE/out.txt" | cut -d' ' -f2 | sort | xargs)
expected='t1 t13 t6 t8'
check_equal status 1 "$status"
check_equal 'failing tests' "$expected" "$failing"
check_contains 'tally' '16 passed, 4 failed, 0 skipped' "$(<"$WORKSPACE/out.txt")"
check_equal 'jobs that passed' 16 "$(scontrol -o show job | grep -c 'JobState=COMPLETED')"
check_equal 'jobs that failed' 4 "$(scontrol -o show job | grep -c 'JobState=FAILED')"
check_contains 'the reason' 'step GEN_0 failed with status 3, see ' "$(cat "$WORKSPACE"/many/t1/slurm_*.log)"
check_contains 'the report' 'tests="20" failures="4"' "$(<"$WORKSPACE/out/many/results/run.xml")"

export PERFC_FAULT=''
run --resume
check_equal 'status of --resume' 0 "$status"
check_contains 'tally of --resume' '20 passed, 0 failed, 0 skipped' "$(<"$WORKSPACE/out.txt")"
check_equal 'jobs in all' 24 "$(scontrol -o show job | grep -c 'JobState=')"
((failed == 0)) || tail -n 60 "$WORKSPACE"/{err.txt,many/*/slurm_*.log}
finish_tests
