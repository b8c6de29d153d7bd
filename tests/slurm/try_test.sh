#!/bin/bash
# The one command of README.md for newcomers: its last lines are the benchmark's table and verdict. usage: try_test.sh PERFC
set -Eeuo pipefail
# shellcheck source=tests/slurm/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_bed
status=0
out=$(PERFC=${1:?the compiler} "$slurm/try" 2>&1) || status=$?
check_equal status 0 "$status"
check_contains 'tally' '1 passed, 0 failed, 0 skipped' "$out"
end=$(tail -n 6 <<<"$out")
check_contains 'end of the output' 'all 4 met' "$end"
check_contains 'end of the output' ' >= 20000/s  ok' "$end"
((failed == 0)) || say "$out"
finish_tests
