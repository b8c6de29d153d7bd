#!/bin/bash
# shellcheck disable=SC2016,SC1003 # stand-ins expand what is in single quotes here, and nobody what is in names
# run.sh at work: order, choice, several jobs at once, every fault of submission and of Slurm, what it says and reports.
# Interruptions and --resume are in resume_test.sh.
# usage: run_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/suite.sh
source "$(dirname "${BASH_SOURCE[0]}")/suite.sh"

# How long it took is for the machine to say.
without_time() { sed -E 's/[0-9]+:[0-5][0-9]:[0-5][0-9]/TIME/'; }

suite_case 'all pass'
run_suite
check_equal status 0 "$status"
check_equal output 'PASSED one
PASSED two
PASSED three
SKIPPED fo ur (no nodes)
3 passed, 0 failed, 1 skipped' "$out"
check_equal calls 'one:--detach two:--detach three:--detach' "$(xargs <"$LAB/calls")"
check_equal 'most at once' 1 "$(content most)"
check_equal report 'tests=4 failures=0 errors=0 skipped=1
one passed 7
two passed 7
three passed 7
fo ur skipped no nodes' "$(report)"
check_equal 'left in the folder of results' 'run.state run.xml' "$(cd "$LAB/results" && echo *)"
case_end

suite_case 'what is said while jobs wait and run'
job one 'PENDING|0:0' 'PENDING|0:0' 'RUNNING|0:0' 'COMPLETED|0:0'
stand_in squeue <<<"printf '%s\n' '5|batch' '9|other' '1001|batch' '1002|batch'"
run_suite --test one
check_equal 'lines about waiting' 'run.sh: one: PENDING (2 of 3 in the queue) TIME' "$(grep PENDING "$LAB/err" | without_time)"
check_equal 'lines about running' 'run.sh: one: RUNNING TIME' "$(grep RUNNING "$LAB/err" | without_time)"
job one 'RUNNING|0:0' 'RUNNING|0:0' 'RUNNING|0:0' 'COMPLETED|0:0'
run env PERFC_HEARTBEAT_SECONDS=0 PERFC_POLL_SECONDS=0.05 "$LAB/run.sh" --test one
check_contains 'a sign of life' 'run.sh: 0 of 1 done, 0 failed | one: RUNNING' "$err"
case_end

suite_case 'the queue is read once a round, not once a job'
for name in one two three; do job "$name" 'PENDING|0:0' 'PENDING|0:0' 'COMPLETED|0:0'; done
stand_in squeue <<<'echo "$*" >>"$LAB/squeue"; printf "%s|batch\n" 1001 1002 1003'
run_suite --jobs 3
check_equal status 0 "$status"
check_equal 'lines about waiting' 'run.sh: one: PENDING (1 of 3 in the queue) TIME
run.sh: two: PENDING (2 of 3 in the queue) TIME
run.sh: three: PENDING (3 of 3 in the queue) TIME' "$(grep PENDING "$LAB/err" | without_time)"
check_equal 'calls of squeue in two rounds' 2 "$(wc -l <"$LAB/squeue")"
case_end

suite_case 'on a terminal one line is rewritten'
job one 'RUNNING|0:0' 'COMPLETED|0:0'
run env -u CI TERM=xterm PERFC_POLL_SECONDS=0.05 script -qec "$LAB/run.sh --test one" /dev/null
check_contains output $'\e[?7l0 of 1 done, 0 failed | one: RUNNING' "$out"
check_contains output $'\r\e[JPASSED one' "$out"
case_end

suite_case 'jobs that fail in every way'
declare -A ends=(['FAILED|3:0']='FAILED, exit code 3:0' ['TIMEOUT|0:0|60']='TIMEOUT, exit code 0:0, after 60 s'
  ['CANCELLED by 0|0:15']='CANCELLED, exit code 0:15' ['COMPLETED|1:0']='COMPLETED, exit code 1:0'
  ['DREAMING|0:0']='lost: Slurm does not say what became of it' ['SILENT']='lost: Slurm does not say what became of it')
for end in "${!ends[@]}"; do # SILENT: nothing at all
  job one 'RUNNING|0:0' "${end#SILENT}"
  run_suite --test one
  id=$(<"$LAB/last")
  check_equal "status of $end" 1 "$status"
  check_equal "output of $end" "FAILED one (job $id ${ends[$end]}, see /logs/$id.log)
0 passed, 1 failed, 0 skipped
  one: job $id ${ends[$end]}, see /logs/$id.log" "$out"
done
case_end

suite_case 'there is no sacct, scontrol knows'
stand_in sacct <<<'exit 127'
stand_in scontrol <<<'echo JobId=1 JobState=COMPLETED ExitCode=0:0'
run_suite --test one
check_equal status 0 "$status"
case_end

suite_case 'one job takes too long'
job one 'RUNNING|0:0'
run env PERFC_WAIT_SECONDS=1 PERFC_POLL_SECONDS=0.05 "$LAB/run.sh" --mode single-agg
check_equal status 1 "$status"
check_contains output 'FAILED one (job 1001 still RUNNING after' "$out"
check_equal scancel 1001 "$(content scancel)"
case_end

suite_case 'some cannot be submitted, the others run'
refuse one $'submit.sh: no such partition\nsubmit.sh: sbatch refused'
refuse two ''
run_suite
check_equal status 1 "$status"
check_equal output 'FAILED one (it was not submitted: no such partition)
FAILED two (it was not submitted)
PASSED three
SKIPPED fo ur (no nodes)
1 passed, 2 failed, 1 skipped
  one: it was not submitted: no such partition
  two: it was not submitted' "$out"
check_contains stderr 'submit.sh: sbatch refused' "$err"
check_equal report 'tests=4 failures=0 errors=2 skipped=1
one error it was not submitted: no such partition
two error it was not submitted
three passed 7
fo ur skipped no nodes' "$(report)"
case_end

suite_case 'stop means stop, across modes'
job one 'FAILED|1:0'
run_suite --stop-on-error
check_equal status 1 "$status"
check_equal calls 'one:--detach' "$(xargs <"$LAB/calls")"
check_equal output 'FAILED one (job 1001 FAILED, exit code 1:0, see /logs/1001.log)
SKIPPED fo ur (no nodes)
0 passed, 1 failed, 1 skipped
2 not run after the first failure
  one: job 1001 FAILED, exit code 1:0, see /logs/1001.log' "$out"
check_equal report 'tests=4 failures=1 errors=0 skipped=3
one failure job 1001 FAILED, exit code 1:0
two skipped not run after the first failure
three skipped not run after the first failure
fo ur skipped no nodes' "$(report)"
case_end

suite_case 'several at once'
for name in one two three; do job "$name" 'RUNNING|0:0' 'RUNNING|0:0' 'RUNNING|0:0' 'COMPLETED|0:0|7'; done
job one 'RUNNING|0:0' 'RUNNING|0:0' 'RUNNING|0:0' 'RUNNING|0:0' 'RUNNING|0:0' 'RUNNING|0:0' 'FAILED|1:0'
run_suite --jobs 2
check_equal status 1 "$status"
check_equal 'most at once' 2 "$(content most)"
check_equal output 'PASSED two
FAILED one (job 1001 FAILED, exit code 1:0, see /logs/1001.log)
SKIPPED fo ur (no nodes)
PASSED three
2 passed, 1 failed, 1 skipped
  one: job 1001 FAILED, exit code 1:0, see /logs/1001.log' "$out"
case_end

suite_case 'tests that share a work directory run one after the other'
sed -i "s/^SHARED_WORK_DIR=''/SHARED_WORK_DIR=yes/" "$LAB/run.sh"
run_suite --jobs 3
check_equal status 0 "$status"
check_equal 'most at once' 1 "$(content most)"
check_contains stderr 'run.sh: these tests share one work directory: they run one after the other' "$err"
check_equal 'set under 2026-01' 'SHARED_WORK_DIR=yes' "$(grep '^SHARED_WORK_DIR=' "$scripts/2026-01/run.sh")"
case_end

suite_case 'choice'
run_suite --mode disagg
check_equal 'calls of a mode' 'three:--detach' "$(xargs <"$LAB/calls")"
rm "$LAB/calls"
run_suite --test 't*' --workspace /else -- --qos=high --x
check_equal 'calls of a glob' \
  'two:--detach --workspace /else -- --qos=high --x three:--detach --workspace /else -- --qos=high --x' "$(xargs <"$LAB/calls")"
rm "$LAB/calls"
run_suite --mode=all --test=one
check_equal 'calls of one' 'one:--detach' "$(xargs <"$LAB/calls")"
run_suite --test 'n'
check_equal 'status of no test' 2 "$status"
check_equal 'first line' 'run.sh: no test matches' "${err%%$'\n'*}"
case_end

suite_case 'a dry run'
run_suite --dry-run --mode single-agg
check_equal status 0 "$status"
check_equal output 'WOULD RUN one
1 would run, 0 failed, 0 skipped' "$out"
check_equal calls 'one:--dry-run' "$(content calls)"
[[ ! -e $LAB/results ]] || wrong 'it made the folder of results'
case_end

suite_case 'wrong usage'
for words in '--mode fast' '--everything' '--test' '--jobs 0' '--jobs many' '--jobs -1'; do
  read -ra list <<<"$words"
  run_suite "${list[@]}"
  check_equal "status of $words" 2 "$status"
done
run_suite --mode fast
check_equal 'first line' "run.sh: unknown mode 'fast': write single-agg, multi-agg, disagg or all" "${err%%$'\n'*}"
run_suite --everything
check_equal 'first line' "run.sh: unknown argument '--everything'" "${err%%$'\n'*}"
run_suite --help
check_equal status 0 "$status"
case_end

suite_case 'other places for results'
touch "$LAB/file"
run_suite --test one --results "$LAB/an other/place" --junit "$LAB/-my <report>.xml"
check_equal status 0 "$status"
check_equal files run.state "$(cd "$LAB/an other/place" && echo *)"
[[ -s "$LAB/-my <report>.xml" ]] || wrong 'no report'
run_suite --results "$LAB/file"
check_equal 'status where no folder can be' 1 "$status"
check_equal stderr "run.sh: cannot make '$LAB/file': choose another folder with --results" "$err"
run_suite --junit "$LAB/none/x.xml"
check_equal 'status where no file can be' 1 "$status"
check_equal stderr "run.sh: cannot write '$LAB/none/x.xml.part'" "$err"
check_equal calls 'one:--detach' "$(content calls)"
case_end

suite_case 'two runs at once'
mkdir "$LAB/results"
run flock "$LAB/results" "$LAB/run.sh"
check_equal status 1 "$status"
check_equal stderr "run.sh: another run.sh is at work in '$LAB/results': wait for it, or choose another folder with --results" "$err"
check_equal calls '' "$(content calls)"
case_end

suite_case 'a log that cannot be read'
touch "$LAB/log"
echo "$LAB/log" >"$LAB/logs"
stand_in tail <<<'exit 1'
job one 'FAILED|1:0'
job two 'CANCELLED|0:0'
refuse three 'submit.sh: no'
run_suite
check_equal status 1 "$status"
check_lacks stderr 'junit' "$err"
check_equal report 'tests=4 failures=2 errors=1 skipped=1
one failure job 1001 FAILED, exit code 1:0
two failure job 1002 CANCELLED, exit code 0:0
three error it was not submitted: no
fo ur skipped no nodes' "$(report)"
case_end

hostile=("a'b\"c" '$(touch PWNED)' '`touch PWNED`' 'two  blanks ' ' *' '[a]' '<&>"' 'é漢字🙂' 'a\nb\\' '@' '%s' "$'x'" '#' '#x' '%x' '~' '!' '{a,b}' 'a|b;c')
suite_case 'hostile names, one by one'
set_tests "${hostile[@]}"
cd "$LAB"
for name in "${hostile[@]}"; do
  # shellcheck disable=SC2001 # a replacement in bash cannot keep what was matched
  run_suite --dry-run --test "$(sed 's/[][*?\\]/\\&/g' <<<"$name")"
  check_equal "choice of $name" "WOULD RUN $name
1 would run, 0 failed, 0 skipped" "$out"
done
for glob in '#?' '%[!s]'; do
  run_suite --dry-run --test "$glob"
  check_equal "choice of $glob" "WOULD RUN ${glob::1}x
1 would run, 0 failed, 0 skipped" "$out"
done
cd - >/dev/null
case_end

suite_case 'hostile names, reasons and logs'
set_tests "${hostile[@]}" "why"
printf 'line one\n\x1b[31mred\x1b[0m \x01\x02\xff\xfe \xef\xbf\xbf \xed\xa0\x80 ]]> <x> & "q"\ttab\r\nlast\n' >"$LAB/log"
echo "$LAB/log" >"$LAB/logs"
for name in "${hostile[@]}"; do job "$name" 'FAILED|1:0'; done
sed -i $'s/^  disagg \'why\' \'\'$/  disagg why $\'<r>\\\\n"s" \\\\x01\\&\'/' "$LAB/run.sh"
cd "$LAB"
run_suite --jobs 3
cd - >/dev/null
check_equal status 1 "$status"
check_equal 'what a shell ran' '' "$(find "$LAB" -name 'PWNED*')"
check_equal 'tests that failed' "${#hostile[@]}" "$(grep -c '^FAILED' "$LAB/out")"
python3 - "$LAB/results/run.xml" "${hostile[@]}" <<'END' || wrong 'the report'
import sys, xml.etree.ElementTree as tree
cases = list(tree.parse(sys.argv[1]).iter("testcase"))
names = [case.get("name") for case in cases]
assert names == sys.argv[2:] + ["why"], names
text = cases[0].find("failure").text
assert text == 'line one\nred    ]]> <x> & "q"\ttab\nlast\n', repr(text)
assert cases[-1].find("skipped").get("message") == '<r>\n"s" &', cases[-1].find("skipped").get("message")
END
case_end

finish_tests
