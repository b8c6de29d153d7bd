#!/bin/bash
# Verdicts of launch.sh on what a benchmark prints: logs as real ones are, and hostile ones.
# usage: verdict_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

launch() {
  run env SLURM_JOB_ID=4242 SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" bash "$scripts/perfc/case/expect.sh"
}

# What the load generator prints, with values of its arguments.
result() { # [REQUESTS TOKENS/S TTFT ITL]
  cat <<END
============ Serving Benchmark Result ============
Successful requests:                     ${1:-512}
Benchmark duration (s):                  36.17
Total input tokens:                      16589
Total generated tokens:                  12737
Request throughput (req/s):              2.76
Output token throughput (tok/s):         ${2:-12345.6}
Total Token throughput (tok/s):          25000.5
User throughput (tok/s):                 80.1
---------------Time to First Token----------------
Mean TTFT (ms):                          1232.30
Median TTFT (ms):                        1211.49
P99 TTFT (ms):                           ${3:-1809.13}
-----Time per Output Token (excl. 1st token)------
Mean TPOT (ms):                          16.1
---------------Inter-token Latency----------------
Mean ITL (ms):                           ${4:-21.5}
==================================================
END
}

# The benchmark prints this log.
printing() {
  cat >"$LAB/printed"
  role BENCHMARK <<<"cat '$LAB/printed'; touch '$LAB/done'"
}

first_line() { printf '%s' "${err%%$'\n'*}"; }

missed() { # WHAT
  check_equal status 1 "$status"
  check_equal 'what failed' "launch.sh: expectation not met: $1; all of them are in $LAB/work/verdict.json" "$(first_line)"
  check_equal 'the job has failed, and is not cancelled' '' "$(content scancel)"
  check_contains verdict.json '"verdict": "failed"' "$(content work/verdict.json)"
}

case_begin 'all is met'
{ echo 'Maximum request concurrency: 4' && result 32 900 && echo 'Maximum request concurrency: 64' && result; } | printing
launch
check_equal status 0 "$status"
check_equal stderr '' "$err"
check_contains 'the benchmark speaks on the job output' 'P99 TTFT (ms):                           1809.13' "$out"
check_contains table 'expectations of test case: all 6 met' "$out"
check_contains table '64           mean_itl            21.5 ms     <= 22 ms (baseline 20 ms, 10%)  ok' "$out"
check_equal 'what was printed' "this is BENCHMARK"$'\n'"$(<"$LAB/printed")" "$(content work/disagg_workspace/benchmark.log)"
check_contains verdict.json '"verdict": "passed"' "$(content work/verdict.json)"
check_contains expect.xml 'tests="6" failures="0"' "$(content work/expect.xml)"
if command -v python3 >/dev/null; then
  python3 - "$LAB/work" <<'END' || wrong 'the reports are not well-formed'
import json, sys, xml.dom.minidom
verdict = json.load(open(sys.argv[1] + "/verdict.json"))
assert [run["concurrency"] for run in verdict["runs"]] == [4, 64], verdict
assert [(run["test"], run["id"]) for run in verdict["runs"]] == [("case", "disagg_upload-case")] * 2, verdict
assert verdict["runs"][1]["metrics"]["token_throughput"] == 12345.6, verdict
assert [item["passed"] for item in verdict["runs"][1]["expectations"]] == [True] * 4, verdict
assert verdict["runs"][1]["expectations"][1]["baseline"] == 20, verdict
xml.dom.minidom.parse(sys.argv[1] + "/expect.xml")
END
fi
case_end

# A result that says its own concurrency.
own_result() { # CONCURRENCY RESULT-ARGUMENT...
  result "${@:2}" | sed "/Serving Benchmark Result/a Maximum request concurrency: $1"
}

case_begin 'calls announced before the first, with results that say their own concurrency'
{ echo '--max-concurrency 4' && echo '--max-concurrency 64' && own_result 4 32 900 && own_result 64; } | printing
launch
check_equal status 0 "$status"
check_contains table 'expectations of test case: all 6 met' "$out"
case_end

case_begin 'the concurrency of the next run is not that of a result whose last line is missing'
{
  echo 'Maximum request concurrency: 4' && result 32 900 | sed '$d'
  echo 'Maximum request concurrency: 64' && result
} | printing
launch
check_equal status 0 "$status"
check_contains table 'expectations of test case: all 6 met' "$out"
case_end

case_begin 'a latency of 0 was not measured'
{ own_result 4 32 900 && own_result 64 512 12345.6 1809.13 0; } | printing
launch
missed 'mean_itl at concurrency 64 was not measured, expected is <= 22 ms (baseline 20 ms, 10%)'
check_contains table '64           mean_itl            not measured  <= 22 ms (baseline 20 ms, 10%)  FAILED' "$out"
case_end

case_begin 'a metric is beyond its bound'
{ result 32 900 2000.1 && result 512 11999.9; } | printing
launch
missed 'p99_ttft at concurrency 4 is 2000.1 ms, not <= 2000 ms (and 1 more)'
check_contains table '64           token_throughput    11999.9/s  >= 12000/s                      FAILED' "$out"
check_contains expect.xml '<failure message="measured: 11999.9/s"/>' "$(content work/expect.xml)"
case_end

case_begin 'worse than the baseline allows'
{ result 32 && result 512 13000 1000 22.01; } | printing
launch
missed 'mean_itl at concurrency 64 is 22.01 ms, not <= 22 ms (baseline 20 ms, 10%)'
case_end

case_begin 'one concurrency has no result'
{ echo "Namespace(max_concurrency=4, host='x')" && result 32; } | printing
launch
missed 'no result at concurrency 64 in what the benchmark printed (and 3 more)'
case_end

case_begin 'the benchmark prints nothing'
printing </dev/null
launch
missed 'no result at concurrency 4 in what the benchmark printed (and 5 more)'
case_end

case_begin 'an empty run is never good, whatever its latencies'
{ result 0 0 0 0 && result 512; } | printing
launch
missed 'completed_requests at concurrency 4 is 0, not >= 32'
case_end

case_begin 'some prompts were not answered'
{ result 31 && result 512; } | printing
launch
missed 'completed_requests at concurrency 4 is 31, not >= 32'
case_end

for word in nan inf -inf NaN 1e999 Infinity; do
  case_begin "$word is no number"
  { result 32 900 "$word" && result 512; } | printing
  launch
  missed 'p99_ttft at concurrency 4 is no number, not <= 2000 ms'
  check_contains verdict.json '"metric": "p99_ttft", "measured": null' "$(content work/verdict.json)"
  case_end
done

for word in 'N/A' '1,5' '1.2.3' '1,2345' '' '12abc' '-'; do
  case_begin "'$word' is not read"
  { result 32 900 'KEEP' && result 512; } | sed "s|KEEP|$word|" | printing
  launch
  missed 'p99_ttft at concurrency 4 is absent, not <= 2000 ms'
  case_end
done

case_begin 'numbers in other forms'
{ result 32 900 1,809.5 && result 512 1.3e4 .5 2.15E+01; } | printing
launch
check_equal status 0 "$status"
check_contains verdict.json '"p99_ttft": 1809.5' "$(content work/verdict.json)"
check_contains verdict.json '"token_throughput": 13000' "$(content work/verdict.json)"
case_end

case_begin 'prefixes, colours, carriage returns, bytes that are no text'
{
  printf 'perf/test_perf_sanity.py::test_e2e[disagg_upload-case] \r 10%%|#\r100%%|##\r'
  { result 32 && result 512; } | while read -r line; do
    printf '[0]:2026-01-01 10:00:00,123 INFO \e[32m%s\e[0m\r\n[TRT-LLM] [I] \xff\xfe\0 iter = 1, host_time (ms): 12\n' "$line"
  done
} | printing
launch 2>/dev/null # bash says that it has left out the zero byte
check_equal stderr '' "$err"
check_equal status 0 "$status"
case_end

case_begin 'runs in another order, by their concurrency'
{ echo 'python -m x --max-concurrency 64 --host y' && result 512 && echo "'--max-concurrency', '4'" && result 32 900; } | printing
launch
check_equal status 0 "$status"
case_end

case_begin 'captured output that is printed again counts once'
{ result 32 900 && result 512 && echo '---- Captured stdout call ----' && result 32 900 && result 512; } | printing
launch
check_equal status 0 "$status"
check_lacks 'table' 'not expected' "$out"
case_end

case_begin 'a second result for one concurrency must be as good'
{ result 32 900 && result 512 && echo 'max_concurrency=64' && result 512 100; } | printing
launch
missed 'token_throughput at concurrency 64 is 100/s, not >= 12000/s'
case_end

case_begin 'a result that nobody asked for'
{ echo 'max_concurrency=1' && result 8 && result 32 900 && result 512; } | printing
launch
check_equal status 0 "$status"
check_contains table 'not expected: a result at concurrency 1' "$out"
case_end

case_begin 'a log that is cut within a number'
{ result 32 && result 512 13000 1000 1; } | sed '/Mean ITL.* 1$/,$d' >"$LAB/cut"
printf 'Mean ITL (ms):          2' >>"$LAB/cut"
printing <"$LAB/cut"
launch
missed 'mean_itl at concurrency 64 is absent, not <= 22 ms (baseline 20 ms, 10%)'
case_end

case_begin 'results of an earlier run are not this one'"'"'s'
mkdir -p "$LAB/work/disagg_workspace"
result >"$LAB/work/disagg_workspace/benchmark.log"
touch "$LAB/work/verdict.json" "$LAB/work/expect.xml"
role BENCHMARK <<<'exit 3'
launch
check_equal status 1 "$status"
check_contains 'what failed' 'step BENCHMARK failed with status 3' "$(first_line)"
check_equal scancel '--signal=TERM 4242' "$(content scancel)"
[[ ! -e $LAB/work/verdict.json && ! -e $LAB/work/expect.xml ]] || wrong 'stale results are left'
case_end

case_begin 'the verdict cannot be written'
{ result 32 && result 512; } | printing
role GEN_0 <<<"mkdir -p '$LAB/work/verdict.json.part'; until [[ -e \$LAB/done ]]; do sleep 0.05; done"
launch
check_equal status 1 "$status"
check_contains 'what failed' "cannot write '$LAB/work/verdict.json'" "$err"
case_end

case_begin 'a load that is stopped by a signal'
role BENCHMARK <<<'echo started; sleep 300'
signal_when TERM out started
run env SLURM_JOB_ID=4242 SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" \
  bash "$LAB/bin/note_pid" "$scripts/perfc/case/expect.sh"
check_equal status 143 "$status"
check_contains 'what the benchmark has said is kept' started "$(content work/disagg_workspace/benchmark.log)"
check_at_most seconds 100 "$took"
case_end

finish_tests
