#!/bin/bash
# shellcheck disable=SC2016,SC1003 # stand-ins expand what is in single quotes here, and nobody what is in names
# run.sh interrupted and killed in every phase, and what --resume makes of it.
# usage: resume_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/suite.sh
source "$(dirname "${BASH_SOURCE[0]}")/suite.sh"

# Waits until a file of the case holds a text.
await() { # FILE TEXT
  local i
  for ((i = 0; i < 400; i++)); do
    if grep -qsF -- "$2" "$LAB/$1"; then return; fi
    sleep 0.025
  done
  wrong "'$2' did not come up in $1"
}

# Runs the suite and sends it a signal when a file holds a text.
interrupted() { # SIGNAL FILE TEXT ARGUMENT...
  rm -f "$LAB/pid" "$LAB/out" "$LAB/err"
  (
    await "$2" "$3"
    kill -"$1" "$(<"$LAB/pid")"
  ) &
  run env PERFC_POLL_SECONDS=0.05 bash "$LAB/bin/note_pid" "$LAB/run.sh" "${@:4}"
  wait
}

for signal in INT TERM HUP; do
  suite_case "SIG$signal while a job runs"
  job two 'RUNNING|0:0'
  interrupted "$signal" err 'two: RUNNING'
  check_equal status "$((128 + $(kill -l "$signal")))" "$status"
  check_equal output 'PASSED one
CANCELLED two
1 passed, 0 failed, 1 skipped
1 cancelled
1 not run' "$out"
  check_equal scancel 1002 "$(content scancel)"
  check_contains stderr "run.sh: stopped by SIG$signal
run.sh: cancels 1 job(s): 1002
run.sh: all are cancelled" "$err"
  check_equal report "tests=4 failures=0 errors=1 skipped=2
one passed 7
two error run.sh was stopped by SIG$signal
three skipped not run
fo ur skipped no nodes" "$(report)"
  job two 'COMPLETED|0:0|8'
  run_suite --resume
  check_equal 'status of the rest' 0 "$status"
  check_equal 'output of the rest' 'PASSED one (before)
PASSED two
PASSED three
SKIPPED fo ur (no nodes)
3 passed, 0 failed, 1 skipped' "$out"
  check_equal calls 'one: two: two: three:' "$(sed 's/--detach//' "$LAB/calls" | xargs)"
  check_contains report 'one passed 7' "$(report)"
  case_end
done

suite_case 'interrupted while jobs wait'
for name in one two three; do job "$name" 'PENDING|0:0'; done
interrupted TERM err 'three: PENDING' --jobs 3
check_equal status 143 "$status"
check_equal scancel '1001 1002 1003' "$(content scancel)"
check_contains output '0 passed, 0 failed, 1 skipped
3 cancelled' "$out"
case_end

suite_case 'interrupted while a test is submitted'
echo 'echo x >"$LAB/submitting"; trap "scancel \$id; exit 143" TERM; sleep 1' >"$LAB/does/submit"
interrupted TERM submitting x
check_equal status 143 "$status"
check_equal scancel 1001 "$(content scancel)"
check_contains output 'CANCELLED one' "$out"
case_end

suite_case 'a job that ends well as it is cancelled has passed'
job one 'RUNNING|0:0'
echo 'for id; do echo "COMPLETED|0:0" >"$LAB/jobs/$id"; done; exit' >"$LAB/does/scancel"
interrupted TERM err 'one: RUNNING' --test one
check_equal status 143 "$status"
check_contains output 'PASSED one' "$out"
case_end

suite_case 'a job that Slurm does not cancel'
job one 'RUNNING|0:0'
echo 'exit 1' >"$LAB/does/scancel"
export PERFC_CANCEL_SECONDS=1
interrupted TERM err 'one: RUNNING' --test one
unset PERFC_CANCEL_SECONDS
check_equal status 143 "$status"
check_contains stderr 'run.sh: scancel failed' "$err"
check_contains stderr 'run.sh: one: job 1001 is still RUNNING; --resume will look for it' "$err"
check_equal report "tests=1 failures=0 errors=0 skipped=1
one skipped still RUNNING when run.sh was stopped" "$(report)"
printf '%s\n' 'RUNNING|0:0' 'COMPLETED|0:0' >"$LAB/jobs/1001"
run_suite --resume --test one
check_equal 'status of the rest' 0 "$status"
check_contains stderr 'run.sh: one: goes on with job 1001, which is RUNNING, log /logs/1001.log' "$err"
check_equal calls 'one:--detach' "$(xargs <"$LAB/calls")"
case_end

suite_case 'a second signal ends the wait'
job one 'RUNNING|0:0'
echo 'exit' >"$LAB/does/scancel"
(
  await err 'one: RUNNING'
  kill -TERM "$(<"$LAB/pid")"
  await err 'cancels 1 job'
  sleep 0.2
  kill -TERM "$(<"$LAB/pid")"
) &
run env PERFC_POLL_SECONDS=0.1 bash "$LAB/bin/note_pid" "$LAB/run.sh" --test one
wait
check_equal status 143 "$status"
check_contains stderr 'job 1001 is still RUNNING' "$err"
check_at_most seconds 20 "$took"
case_end

suite_case 'killed while a job runs, which goes on'
job one 'FAILED|1:0'
job two 'RUNNING|0:0'
interrupted KILL err 'two: RUNNING'
check_equal status 137 "$status"
printf '%s\n' 'RUNNING|0:0' 'COMPLETED|0:0|9' >"$LAB/jobs/1002"
job one 'COMPLETED|0:0|1'
run_suite --resume
check_equal status 0 "$status"
check_equal output 'PASSED two
PASSED one
PASSED three
SKIPPED fo ur (no nodes)
3 passed, 0 failed, 1 skipped' "$out"
check_equal calls 'one: two: one: three:' "$(sed 's/--detach//' "$LAB/calls" | xargs)"
case_end

suite_case 'killed, and what became of the jobs meanwhile'
for name in one two three; do job "$name" 'RUNNING|0:0'; done
interrupted KILL err 'three: RUNNING' --jobs 3
echo 'COMPLETED|0:0|5' >"$LAB/jobs/1001"
echo 'TIMEOUT|0:0' >"$LAB/jobs/1002"
rm "$LAB/jobs/1003"
for name in two three; do job "$name" 'COMPLETED|0:0'; done
run_suite --resume --jobs 3
check_equal status 0 "$status"
check_contains output 'PASSED one (before)' "$out"
check_contains stderr 'run.sh: two: job 1002 did not pass (TIMEOUT): it runs again' "$err"
check_contains stderr 'run.sh: three: job 1003 did not pass (Slurm does not know it): it runs again' "$err"
check_equal calls 'one: two: three: two: three:' "$(sed 's/--detach//' "$LAB/calls" | xargs)"
case_end

suite_case 'killed while a test is submitted'
job one 'COMPLETED|0:0|3'
echo 'echo x >"$LAB/submitting"; sleep 0.5' >"$LAB/does/submit"
interrupted KILL submitting x --test one
await results/run.job 1001
rm "$LAB/does/submit"
run_suite --resume --test one
check_equal status 0 "$status"
check_equal output 'PASSED one (before)
1 passed, 0 failed, 0 skipped' "$out"
sleep 0.5
case_end

suite_case 'killed before there was a job'
echo 'echo x >"$LAB/submitting"; exit 1' >"$LAB/does/submit"
job one 'COMPLETED|0:0'
mkdir "$LAB/results"
run_suite --test one
printf 'perfc-run 1 %s\none\t\tsubmitting\t\t\t\n' "$(sha256sum <"$LAB/manifest.json" | cut -d ' ' -f 1)" >"$LAB/results/run.state"
rm -f "$LAB/does/submit" "$LAB/results/run.job"
run_suite --resume --test one
check_equal status 0 "$status"
check_contains stderr "run.sh: one: the last run ended while it was submitted; if 'squeue --me' shows a job of it, cancel that" "$err"
check_contains output 'PASSED one' "$out"
case_end

suite_case 'state that is stale, foreign or not there'
run_suite --resume
check_equal status 0 "$status"
check_contains stderr "run.sh: there is nothing to go on with in '$LAB/results': all tests run" "$err"
echo '{"other": 1}' >"$LAB/manifest.json"
run_suite --resume
check_equal 'status of another build' 2 "$status"
check_equal 'first line' \
  "run.sh: '$LAB/results/run.state' belongs to another build of this suite, whose tests may differ: start without --resume" "${err%%$'\n'*}"
echo 'my notes' >"$LAB/results/run.state"
run_suite --resume
check_equal 'status of a foreign file' 2 "$status"
check_equal 'first line' "run.sh: '$LAB/results/run.state' is none of run.sh's: start without --resume" "${err%%$'\n'*}"
check_equal calls 'one: two: three:' "$(sed 's/--detach//' "$LAB/calls" | xargs)"
case_end

suite_case 'parts of a suite, one after the other'
run_suite --mode single-agg
job two 'FAILED|1:0'
run_suite --resume --mode multi-agg
check_equal status 1 "$status"
job two 'COMPLETED|0:0'
run_suite --resume
check_equal status 0 "$status"
check_equal output 'PASSED one (before)
PASSED two
PASSED three
SKIPPED fo ur (no nodes)
3 passed, 0 failed, 1 skipped' "$out"
case_end

hostile=("a'b\"c" '$(touch PWNED)' 'two  blanks ' '[a]' 'a\nb\\' '@' 'x]y')
suite_case 'hostile names and paths come back as they were'
set_tests "${hostile[@]}"
printf 'a\tb\nc\\n d' >"$LAB/logs"
for name in "${hostile[@]:1}"; do job "$name" 'FAILED|1:0'; done
run_suite
printf '%s\n' 'RUNNING|0:0' 'FAILED|1:0' >"$LAB/jobs/1002"
sed -i 's/\t1002\tfailed\t/\t1002\trunning\t/' "$LAB/results/run.state"
for name in "${hostile[@]}"; do job "$name" 'COMPLETED|0:0'; done
run_suite --resume
check_contains output $'job 1002 FAILED, exit code 1:0, see a\tb\nc\\n d' "$out"
check_contains output "PASSED ${hostile[0]} (before)" "$out"
check_contains output "$((${#hostile[@]} - 1)) passed, 1 failed, 0 skipped" "$out"
check_equal 'what a shell ran' '' "$(find "$LAB" . -maxdepth 1 -name 'PWNED*')"
case_end

finish_tests
