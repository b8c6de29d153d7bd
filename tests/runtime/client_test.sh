#!/bin/bash
# client.sh: the load generator's calls, one for each concurrency, on data that are there and that are not.
# usage: client_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The program reads its data sets at paths that the environment says.
client() { # OPTION...
  run env LAB="$LAB" SET="$LAB/set.json" OTHER="$LAB/other.json" bash "$scripts/perfc/case/client.sh" "$@"
}

generator() { # body on standard input
  {
    cat <<'END'
printf '%s|' "$@" >>"$LAB/calls"
echo >>"$LAB/calls"
END
    cat
  } | stand_in python
}

case_begin 'one run for each concurrency, on random data and on a file'
generator <<<'echo ran'
touch "$LAB/set.json" "$LAB/other.json"
client --host node1 --port=9000
check_equal status 0 "$status"
check_equal stderr '' "$err"
check_equal output "benchmark: random data, it's all, concurrency 4, 12 prompts
ran
benchmark: random data, it's all, concurrency 64, 192 prompts
ran
benchmark: data set '$LAB/set.json', concurrency 8, 8 prompts
ran
benchmark: data set '$LAB/other.json', concurrency 8, 8 prompts
ran" "$out"
check_equal calls "-m|x|--name|a b; \$(c)|--num-prompts|12|--max-concurrency|4|--ignore-eos|--host|node1|--port|9000|
-m|x|--name|a b; \$(c)|--num-prompts|192|--max-concurrency|64|--ignore-eos|--host|node1|--port|9000|
-m|x|--path|$LAB/set.json|--num-prompts|8|--max-concurrency|8|--host|node1|--port|9000|
-m|x|--path|$LAB/other.json|--num-prompts|8|--max-concurrency|8|--host|node1|--port|9000|" "$(content calls)"
case_end

case_begin 'a data set that is missing'
generator <<<'exit 0'
client
check_equal status 1 "$status"
check_contains stderr "client.sh: there is no data set '$LAB/set.json', or it cannot be read" "$err"
check_lacks calls --path "$(content calls)"
case_end

case_begin 'a data set that is missing, and need not be there'
generator <<<'exit 0'
touch "$LAB/set.json"
client
check_equal status 0 "$status"
check_contains stderr "client.sh: there is no data set '$LAB/other.json': the load generator gets the lengths alone" "$err"
check_contains output 'benchmark: no data set file, 5 tokens, concurrency 8, 8 prompts' "$out"
check_contains calls '-m|x|--len|5|--num-prompts|8|' "$(content calls)"
case_end

case_begin 'a run that fails ends it'
generator <<<'exit 3'
client
check_equal status 1 "$status"
check_contains stderr "client.sh: the load generator of test 'case' failed at concurrency 4 with status 3" "$err"
check_equal calls 1 "$(content calls | wc -l)"
case_end

case_begin 'looking only, and wrong usage'
generator <<<'exit 3'
client --dry-run
check_equal status 0 "$status"
check_contains output 'would run: python -m x --name a\ b\;\ \$\(c\) --num-prompts 12 ' "$out"
check_equal calls '' "$(content calls)"
client --hots x
check_equal status 2 "$status"
client --host
check_equal status 2 "$status"
for port in abc 0 65536 08 '80 90' -1; do
  client --dry-run "--port=$port"
  check_equal "status of port '$port'" 2 "$status"
  check_contains stderr "client.sh: a port is a number from 1 to 65535, not '$port'" "$err"
done
client --dry-run --port 65535
check_equal status 0 "$status"
client --help
check_contains help 'usage: client.sh' "$out"
run bash "$scripts/perfc/case/client.sh"
check_equal status 1 "$status"
check_contains stderr 'SET: is not set' "$err"
case_end

finish_tests
