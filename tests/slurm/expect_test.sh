#!/bin/bash
# What is expected of a benchmark, judged on a real Slurm: runs that hold it and runs that do not, by bounds, by counts and by a
# baseline. usage: expect_test.sh PERFC
set -Eeuo pipefail
# shellcheck source=tests/slurm/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
perfc=${1:?the compiler}
if [[ -z ${PERFC_BED:-} ]]; then
  need_bed
  exec "$slurm/bed" --nodes 8 --gpus 2 --cpus 4 run "${BASH_SOURCE[0]}" "$perfc"
fi

# Builds and runs a suite of tests on topology `whole` or `split`, each with a load that expects something of its own.
play() { # SUITE [NAME TOPOLOGY EXPECTATION]...
  local suite=$1 tests=''
  shift
  {
    sed '/^benchmark/,$d' "$slurm/faults.perf"
    while (($#)); do
      printf 'benchmark %s { concurrency = [4, 8], expect { %s } }\n' "$1" "$3"
      tests+="  test $2 with $1 as \"$1\""$'\n'
      shift 3
    done
    printf 'suite %s on bed {\n  harness = probed\n%s}\n' "$suite" "$tests"
  } >"$WORKSPACE/$suite.perf"
  "$perfc" build "$WORKSPACE/$suite.perf" -o "$WORKSPACE/out" >"$WORKSPACE/build.txt" 2>&1 || wrong "build: $(<"$WORKSPACE/build.txt")"
  status=0
  PERFC_POLL_SECONDS=1 "$WORKSPACE/out/$suite/run.sh" --jobs 8 >"$WORKSPACE/out.txt" 2>"$WORKSPACE/err.txt" || status=$?
  report=$(<"$WORKSPACE/out/$suite/results/run.xml")
}

# Opens what a test has left: dir, log, verdict and junit, what Slurm says of the job, and what run.sh does.
look_at() { # SUITE TEST
  local id
  dir=$WORKSPACE/$1/$2
  id=$(basename "$dir"/slurm_*.log .log)
  log=$(<"$dir/$id.log") job=$(scontrol -o show job "${id#slurm_}")
  verdict=$(cat "$dir/verdict.json") || wrong "$2: no verdict.json"
  junit=$(cat "$dir/expect.xml") || wrong "$2: no expect.xml"
  line=$(grep " $2\b" "$WORKSPACE/out.txt") || wrong "$2: run.sh does not name it"
}

check_good() { # SUITE TEST ROWS
  look_at "$1" "$2"
  check_contains "$2: run.sh" PASSED "$line"
  check_contains "$2: Slurm" 'JobState=COMPLETED ' "$job"
  check_contains "$2: table" "expectations of test $2: all $3 met" "$log"
  check_contains "$2: verdict.json" '"verdict": "passed"' "$verdict"
  check_contains "$2: expect.xml" "tests=\"$3\" failures=\"0\"" "$junit"
}

check_bad() { # SUITE TEST REASON MEASURED
  look_at "$1" "$2"
  check_contains "$2: run.sh" FAILED "$line"
  check_contains "$2: Slurm" 'JobState=FAILED ' "$job"
  check_contains "$2: exit code" ' ExitCode=1:0 ' "$job"
  check_contains "$2: reason" "launch.sh: expectation not met: $3" "$log"
  check_contains "$2: verdict.json" '"verdict": "failed"' "$verdict"
  check_contains "$2: expect.xml" "<failure message=\"measured: $4" "$junit"
  check_contains "$2: report" "expectation not met: ${3%% is *} is" "$report"
}

export PERFC_FAULT=empty/BENCHMARK:empty,nobody/SERVER:empty
play bounds \
  good split 'token_throughput >= 100, p99_ttft <= 2s' \
  sound whole 'token_throughput >= 100, p99_ttft <= 2s' \
  slow split 'token_throughput >= 1_000_000' \
  empty split 'p99_ttft <= 2s' \
  nobody whole 'p99_ttft <= 2s'
check_equal 'status of bounds' 1 "$status"
check_contains 'tally' '2 passed, 3 failed' "$(<"$WORKSPACE/out.txt")"
check_good bounds good 8
check_good bounds sound 8
check_bad bounds slow 'token_throughput at concurrency 4 is ' 49
check_bad bounds empty 'completed_requests at concurrency 4 is 0' 0
check_bad bounds nobody 'completed_requests at concurrency 4 is 0' 0

# What one run has measured is the baseline of the next; against one that was 10% better it is worse.
export PERFC_FAULT=''
"$perfc" metrics "$WORKSPACE/bounds/good/disagg_workspace/benchmark.log" --format json >"$WORKSPACE/same.json"
python3 - "$WORKSPACE" <<'END'
import json, sys
data = json.load(open(sys.argv[1] + "/same.json"))
for run in data["runs"]:
    run["metrics"]["token_throughput"] *= 1.1
json.dump(data, open(sys.argv[1] + "/better.json", "w"))
END
play baselines \
  same split 'baseline = "same.json", regression 5%' \
  worse split 'baseline = "better.json", regression 5%' \
  near split 'baseline = "better.json", token_throughput regression 10%'
check_equal 'status of baselines' 1 "$status"
check_contains 'tally of baselines' '2 passed, 1 failed' "$(<"$WORKSPACE/out.txt")"
check_good baselines same 36
check_good baselines near 36
check_bad baselines worse 'token_throughput at concurrency 4 is ' 49
check_contains 'the baseline in the table' '(baseline 5' "$log"
((failed == 0)) || cat "$WORKSPACE"/{build,out,err}.txt "$WORKSPACE"/{bounds,baselines}/*/slurm_*.log
finish_tests
