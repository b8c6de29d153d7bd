#!/bin/bash
# shellcheck disable=SC2016,SC1003 # stand-ins expand what is in single quotes here, and nobody what is in names
# run.sh interrupted and killed in every phase, and what --resume makes of it.
# usage: resume_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/suite.sh
source "$(dirname "${BASH_SOURCE[0]}")/suite.sh"

# Runs the suite and sends it a signal when a file holds a text.
interrupted() { # SIGNAL FILE TEXT ARGUMENT...
  signal_when "$1" "$2" "$3"
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
echo 'echo x >"$LAB/submitting"; trap "scancel \$id; exit 143" TERM; while :; do sleep 0.02; done' >"$LAB/does/submit"
interrupted TERM submitting x
check_equal status 143 "$status"
check_equal scancel 1001 "$(content scancel)"
check_contains output 'CANCELLED one' "$out"
case_end

# What the folder of results holds.
results() { grep -r '' "$LAB/results" | LC_ALL=C sort; }

suite_case 'interrupted before the folder of results is its own'
job two 'FAILED|1:0'
run_suite
echo 'of the other run' >"$LAB/results/run.job"
before=$(results)
stand_in flock <<<'echo x >"$LAB/locking"; until_signalled; exit "$(<"$LAB/answer")"'
for answer in 99 0; do
  echo "$answer" >"$LAB/answer"
  for words in '' --resume; do
    rm -f "$LAB/locking"
    interrupted INT locking x ${words:+"$words"}
    check_equal "status with '$words', flock $answer" 130 "$status"
    check_equal "output with '$words', flock $answer" '' "$out"
    check_equal "stderr with '$words', flock $answer" 'run.sh: stopped by SIGINT' "$err"
    check_equal "results with '$words', flock $answer" "$before" "$(results)"
  done
done
case_end

suite_case 'interrupted in a dry run'
printf '#!/bin/bash\necho x >"$LAB/looking"; until_signalled\n' >"$LAB/two/submit.sh"
mkdir "$LAB/here"
cd "$LAB/here"
interrupted TERM looking x --dry-run
cd - >/dev/null
check_equal status 143 "$status"
check_equal output 'WOULD RUN one' "$out"
check_equal stderr 'chatter
run.sh: stopped by SIGTERM' "$err"
check_equal 'files that it left' '' "$(ls -A "$LAB/here")"
[[ ! -e $LAB/results ]] || wrong 'it made the folder of results'
case_end

# A Slurm that answers once the signal has been sent.
answer_late() {
  cp "$LAB/bin/sacct" "$LAB/bin/answer"
  stand_in sacct <<<'[[ -e $LAB/signalled ]] || { echo x >"$LAB/asking"; until_signalled; }; exec answer "$@"'
}

suite_case 'interrupted while it asks Slurm'
job one 'RUNNING|0:0'
answer_late
interrupted TERM asking x --test one
check_equal status 143 "$status"
check_equal scancel 1001 "$(content scancel)"
check_equal report 'tests=1 failures=0 errors=1 skipped=0
one error run.sh was stopped by SIGTERM' "$(report)"
case_end

suite_case 'interrupted while it asks for the jobs of the last run'
for name in one two; do job "$name" 'RUNNING|0:0'; done
interrupted KILL err 'two: RUNNING' --jobs 2
answer_late
interrupted TERM asking x --resume --jobs 2
check_equal status 143 "$status"
check_equal scancel '1001 1002' "$(content scancel)"
check_contains output '0 passed, 0 failed, 1 skipped
2 cancelled
1 not run' "$out"
check_contains report 'fo ur skipped no nodes' "$(report)"
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
check_equal output '0 passed, 0 failed, 0 skipped
1 still in the queue' "$out"
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
  kill -TERM "$(<"$LAB/pid")"
) &
run env PERFC_CANCEL_SECONDS=600 PERFC_POLL_SECONDS=0.1 bash "$LAB/bin/note_pid" "$LAB/run.sh" --test one
wait
check_equal status 143 "$status"
check_contains stderr 'job 1001 is still RUNNING' "$err"
check_at_most seconds 300 "$took"
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
echo 'echo x >"$LAB/submitting"; until_signalled' >"$LAB/does/submit"
interrupted KILL submitting x --test one
await results/run.job 1001
rm "$LAB/does/submit"
run_suite --resume --test one
check_equal status 0 "$status"
check_equal output 'PASSED one (before)
1 passed, 0 failed, 0 skipped' "$out"
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

suite_case 'killed before sbatch answered: the job is found by its mark'
mkdir "$LAB/results"
printf 'perfc-run 1 %s\none\t\tsubmitting\t\t\t\n' "$(sha256sum <"$LAB/manifest.json" | cut -d ' ' -f 1)" >"$LAB/results/run.state"
printf 'mark perfc-1-x\n/logs/slurm_%%j.log\n' >"$LAB/results/run.job"
stand_in squeue <<<'[[ $* != *%k* ]] || printf "7|perfc-2-x|/l\n1001|perfc-1-x|/launch.sh\n"'
printf '%s\n' 'RUNNING|0:0' 'COMPLETED|0:0|3' >"$LAB/jobs/1001"
run_suite --resume --test one
check_equal status 0 "$status"
check_equal calls '' "$(content calls)"
check_contains stderr 'run.sh: one: goes on with job 1001, which is RUNNING, log /logs/slurm_1001.log' "$err"
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
