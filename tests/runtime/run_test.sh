#!/bin/bash
# run.sh with tests whose submit.sh is a stand-in: order, choice, tally, what it says of failures.
# usage: run_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

suite_case() { # NAME
  local name
  case_begin "$1"
  cp "$scripts/perfc/run.sh" "$LAB/run.sh"
  sed -i "s/^  disagg case ''$/  single-agg one ''\n  multi-agg two ''\n  disagg three ''\n  disagg 'fo ur' 'no nodes'/" "$LAB/run.sh"
  for name in one two three 'fo ur'; do
    mkdir "$LAB/$name"
    submit_stand_in "$name" 'exit 0'
  done
}

submit_stand_in() { # TEST BODY
  cat >"$LAB/$1/submit.sh" <<END
#!/bin/bash
echo "$1:\$*" >>"$LAB/calls"
echo chatter
$2
END
  chmod +x "$LAB/$1/submit.sh"
}

suite_case 'all pass'
run "$LAB/run.sh"
check_equal status 0 "$status"
check_equal output 'PASSED one
PASSED two
PASSED three
SKIPPED fo ur (no nodes)
3 passed, 0 failed, 1 skipped' "$out"
check_equal calls 'one: two: three:' "$(xargs <"$LAB/calls")"
case_end

suite_case 'some fail'
submit_stand_in one "echo '/logs/one.log' >\"\$PERFC_PLACE_FILE\"; exit 1"
submit_stand_in two 'exit 1'
run "$LAB/run.sh"
check_equal status 1 "$status"
check_equal output 'FAILED one (/logs/one.log)
FAILED two (it was not submitted)
PASSED three
SKIPPED fo ur (no nodes)
1 passed, 2 failed, 1 skipped
  one: /logs/one.log
  two: it was not submitted' "$out"
case_end

suite_case 'stop means stop, across modes'
submit_stand_in one 'exit 1'
run "$LAB/run.sh" --stop-on-error
check_equal status 1 "$status"
check_equal calls 'one:' "$(xargs <"$LAB/calls")"
check_equal output 'FAILED one (it was not submitted)
0 passed, 1 failed, 0 skipped
3 not run after the first failure
  one: it was not submitted' "$out"
case_end

suite_case 'choice'
run "$LAB/run.sh" --mode disagg
check_equal 'calls of a mode' 'three:' "$(xargs <"$LAB/calls")"
rm "$LAB/calls"
run "$LAB/run.sh" --test 't*' --workspace /else -- --qos=high --x
check_equal 'calls of a glob' 'two:--workspace /else -- --qos=high --x three:--workspace /else -- --qos=high --x' "$(xargs <"$LAB/calls")"
rm "$LAB/calls"
run "$LAB/run.sh" --mode=all --test=one
check_equal 'calls of one' 'one:' "$(xargs <"$LAB/calls")"
run "$LAB/run.sh" --test 'n'
check_equal 'status of no test' 2 "$status"
check_equal 'first line' 'run.sh: no test matches' "${err%%$'\n'*}"
case_end

suite_case 'a dry run'
run "$LAB/run.sh" --dry-run --mode single-agg
check_equal status 0 "$status"
check_equal output 'WOULD RUN one
1 would run, 0 failed, 0 skipped' "$out"
check_equal calls 'one:--dry-run' "$(content calls)"
case_end

suite_case 'wrong usage'
run "$LAB/run.sh" --mode fast
check_equal status 2 "$status"
check_equal 'first line' "run.sh: unknown mode 'fast': write single-agg, multi-agg, disagg or all" "${err%%$'\n'*}"
run "$LAB/run.sh" --everything
check_equal status 2 "$status"
check_equal 'first line' "run.sh: unknown argument '--everything'" "${err%%$'\n'*}"
run "$LAB/run.sh" --test
check_equal status 2 "$status"
run "$LAB/run.sh" --help
check_equal status 0 "$status"
case_end

suite_case 'a signal goes on to the test that runs'
submit_stand_in one "trap 'kill \$!; echo cancelled >\"$LAB/cancelled\"; exit 143' TERM; sleep 300 & wait; exit 1"
(
  for ((i = 0; i < 200; i++)); do
    if [[ -s $LAB/calls ]]; then break; fi
    sleep 0.05
  done
  sleep 0.2
  kill -TERM "$(<"$LAB/pid")"
) &
run bash "$LAB/bin/note_pid" "$LAB/run.sh"
check_equal status 143 "$status"
check_equal 'the test' cancelled "$(content cancelled)"
check_equal calls 'one:' "$(content calls)"
wait
case_end

finish_tests
