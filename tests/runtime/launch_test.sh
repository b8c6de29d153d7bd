#!/bin/bash
# launch.sh under stand-ins: a good run, every way in which a step can fail, signals, and what is left behind.
# usage: launch_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

launch() { # [SCRIPT]
  run env SLURM_JOB_ID=4242 SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" bash "${1:-$scripts/perfc/case/launch.sh}"
  logs=$LAB/work/disagg_workspace
}

case_begin 'a good run'
launch
check_equal status 0 "$status"
check_equal stderr '' "$err"
check_equal output 'this is BENCHMARK' "$out"
check_equal scancel '' "$(content scancel)"
check_equal roles 'BENCHMARK CTX_0 DISAGG_SERVER GEN_0 install' "$(cut -d'|' -f1 "$LAB/steps" | sort | xargs)"
check_contains 'nodes of GEN_0' ' -w node1,node2 ' "$(grep ^GEN_0 "$LAB/steps")"
check_contains 'nodes of CTX_0' ' -w node3 ' "$(grep ^CTX_0 "$LAB/steps")"
check_contains 'command of GEN_0' '|unset UCX_TLS && TLLM_LOG_LEVEL=INFO LLM_ROOT=' "$(grep ^GEN_0 "$LAB/steps")"
check_equal 'logs' 'ctx_server_0.log disagg_server.log gen_server_0.log install.log' "$(cd "$logs" && echo *)"
case_end

case_begin 'contract 2026-01 pins nothing'
launch "$scripts/2026-01/case/launch.sh"
check_equal status 0 "$status"
check_lacks 'options' ' -w ' "$(content steps)"
case_end

case_begin 'servers that go on are stopped, with all that they started'
role GEN_0 <<<'sleep 300 & sleep 300'
role CTX_0 <<<'trap "" TERM; sleep 0.1; exec sleep 1'
launch
check_equal status 0 "$status"
check_equal stderr '' "$err"
check_equal scancel '' "$(content scancel)"
case_end

for name in GEN_0 CTX_0 DISAGG_SERVER; do
  case $name in
  GEN_0) log=gen_server_0.log ;;
  CTX_0) log=ctx_server_0.log ;;
  *) log=disagg_server.log ;;
  esac
  case_begin "$name fails"
  role "$name" <<<'echo "out of memory"; exit 3'
  role BENCHMARK <<<'sleep 300'
  launch
  check_equal status 1 "$status"
  check_equal 'first line' "launch.sh: step $name failed with status 3, see $logs/$log" "${err%%$'\n'*}"
  check_contains 'end of the log' 'out of memory' "$err"
  check_equal scancel '--signal=TERM 4242' "$(content scancel)"
  check_at_most seconds 100 "$took"
  case_end
done

for name in install GEN_0 BENCHMARK; do
  case_begin "$name cannot be started, and srun says so but ends with 0"
  role "$name" <<<'echo "srun: error: task 0 launch failed: Slurmd could not execve job"; exit 0'
  launch
  check_equal status 1 "$status"
  check_contains 'first line' "launch.sh: step $name could not be started, see " "$err"
  case_end
done

case_begin 'a server ends too early'
role GEN_0 <<<'exit 0'
role BENCHMARK <<<'sleep 300'
launch
check_equal status 1 "$status"
check_equal 'first line' "launch.sh: step GEN_0 ended before the test did, see $logs/gen_server_0.log" "${err%%$'\n'*}"
check_equal scancel '--signal=TERM 4242' "$(content scancel)"
((took >= 3)) || wrong "gave up after $took s"
check_at_most seconds 100 "$took"
case_end

case_begin 'a server may end as the benchmark does'
role GEN_0 <<<"until [[ -e '$LAB/ending' ]]; do sleep 0.05; done"
role BENCHMARK <<<"touch '$LAB/ending'; sleep 1; touch '$LAB/done'"
launch
check_equal status 0 "$status"
case_end

case_begin 'the clock counts, not the number of sleeps'
stand_in sleep <<<'exec /bin/sleep 0.02'
role GEN_0 <<<"until [[ -e '$LAB/ending' ]]; do /bin/sleep 0.05; done"
role BENCHMARK <<<"touch '$LAB/ending'; /bin/sleep 1; touch '$LAB/done'"
launch
check_equal status 0 "$status"
case_end

case_begin 'the installation fails'
role install <<<'echo "no wheel"; exit 2'
launch
check_equal status 1 "$status"
check_equal stderr "launch.sh: step install failed with status 2, see $logs/install.log"$'\nthis is install\nno wheel' "$err"
check_equal scancel '--signal=TERM 4242' "$(content scancel)"
check_equal steps 1 "$(wc -l <"$LAB/steps")"
case_end

case_begin 'the benchmark fails'
role BENCHMARK <<<'echo wrong; exit 9'
launch
check_equal status 1 "$status"
check_equal stderr "launch.sh: step BENCHMARK failed with status 9, see $LAB/out" "$err"
check_equal scancel '--signal=TERM 4242' "$(content scancel)"
case_end

for signal in TERM INT HUP USR1; do
  case_begin "SIG$signal"
  role BENCHMARK <<<'sleep 300'
  (
    await steps 'BENCHMARK|'
    sleep 0.3
    kill -"$signal" "$(<"$LAB/pid")"
  ) &
  # A shell that was started in the background by a script ignores INT, and so would launch.sh.
  run env SLURM_JOB_ID=4242 SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" \
    bash "$LAB/bin/note_pid" "$scripts/perfc/case/launch.sh"
  check_equal status "$((128 + $(kill -l "$signal")))" "$status"
  how="by SIG$signal"
  [[ $signal != USR1 ]] || how="ahead of the job's time limit (SIGUSR1)"
  check_equal stderr "launch.sh: step BENCHMARK was stopped $how, see $LAB/out" "$err"
  check_equal scancel '--signal=TERM 4242' "$(content scancel)"
  check_at_most seconds 100 "$took"
  case_end
  wait
done

case_begin 'one task of a step fails, and srun stops the others'
role CTX_0 <<<'echo "srun: error: node7: task 1: Exited with exit code 3"; echo "srun: error: node7: task 0: Terminated"; exit 143'
launch
check_equal 'first line' "launch.sh: step CTX_0 failed with status 3, see $logs/ctx_server_0.log" "${err%%$'\n'*}"
case_end

# Slurm's own stop ends the steps with 143, and its signal to the script comes later, or not at all.
for name in CTX_0 BENCHMARK; do
  case_begin "$name gets the signal of Slurm first"
  stand_in squeue <<<'exit 1'
  role BENCHMARK <<<'sleep 300'
  role "$name" <<<"until grep -q '^BENCHMARK|' '$LAB/steps'; do sleep 0.05; done; touch '$LAB/died'; exit 143"
  (
    until [[ -e $LAB/died ]]; do sleep 0.05; done
    sleep 2.5
    kill -TERM "$(<"$LAB/pid")"
  ) &
  run env SLURM_JOB_ID=4242 SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" \
    bash "$LAB/bin/note_pid" "$scripts/perfc/case/launch.sh"
  check_equal status 143 "$status"
  check_equal 'first line' "launch.sh: step BENCHMARK was stopped by SIGTERM, see $LAB/out" "${err%%$'\n'*}"
  wait
  case_end
done

# Of arrays and jobs of several parts Slurm says several.
for state in COMPLETING PENDING 'PENDING CANCELLED' RUNNING 'PENDING RUNNING' 'RUNNING COMPLETED' SUSPENDED SIGNALING ''; do
  case_begin "a step ends with 143, and Slurm says '$state' of the job"
  stand_in squeue <<<"[[ \$* == *4242* ]] && printf '%s\n' $state"
  role CTX_0 <<<'exit 143'
  role BENCHMARK <<<'sleep 300'
  launch
  if [[ $state == COMPLETING || $state == PENDING* && $state != *RUNNING ]]; then
    check_equal status 143 "$status"
    check_contains stderr ' was stopped by SIGTERM, see ' "${err%%$'\n'*}"
  else
    check_equal status 1 "$status"
    check_equal 'first line' "launch.sh: step CTX_0 failed with status 143, see $logs/ctx_server_0.log" "${err%%$'\n'*}"
  fi
  case_end
done

case_begin 'a server that does not hear TERM is killed'
role GEN_0 <<<'trap "" TERM; while :; do sleep 300; done'
role CTX_0 <<<'exit 4'
role BENCHMARK <<<'sleep 300'
launch
check_equal status 1 "$status"
check_at_most seconds 100 "$took"
case_end

case_begin 'no srun'
rm "$LAB/bin/srun"
mkdir "$LAB/tools"
for tool in bash env scancel readlink sleep; do ln -s "$(PATH=$LAB/bin:$PATH command -v "$tool")" "$LAB/tools/$tool"; done
PATH=$LAB/tools run env PATH="$LAB/tools" SLURM_JOB_ID=4242 PERFC_WORK_DIR="$LAB/work" bash "$scripts/perfc/case/launch.sh"
check_equal status 1 "$status"
check_equal stderr 'launch.sh: there is no srun on this machine: submit this script with sbatch' "$err"
case_end

case_begin 'the job workspace cannot be made'
echo "I am a file" >"$LAB/work"
launch
check_equal status 1 "$status"
check_contains stderr "launch.sh: cannot make the work directory '$LAB/work'" "$err"
check_equal scancel '--signal=TERM 4242' "$(content scancel)"
case_end

case_begin 'the disk is full'
mkdir "$LAB/work"
if mount -t tmpfs -o size=64k none "$LAB/work" 2>/dev/null; then
  head -c 100000 /dev/zero >"$LAB/work/filler" 2>/dev/null || true
  launch
  check_equal status 1 "$status"
  check_equal stderr "launch.sh: cannot write into the work directory '$LAB/work': its disk may be full" "$err"
  umount "$LAB/work"
else
  say "skipped: $caseName (no right to mount)"
fi
case_end

case_begin 'a variable is not set'
run env -u SLURM_JOB_ID bash "$scripts/perfc/case/launch.sh"
((status)) || wrong 'status 0'
check_contains stderr 'SLURM_JOB_ID: is not set, and this test needs it' "$err"
case_end

case_begin 'too few nodes'
stand_in scontrol <<<'echo node1'
launch
check_equal status 1 "$status"
check_equal stderr "launch.sh: the test needs 3 nodes, the job has 1 ('node[1-3]')" "$err"
case_end

case_begin 'a command of the script itself fails'
sed 's/^read_nodes 3$/grep -q x \/dev\/null/' "$scripts/perfc/case/launch.sh" >"$LAB/launch.sh"
launch "$LAB/launch.sh"
check_equal status 1 "$status"
check_contains stderr "'grep -q x /dev/null' failed with status 1" "$err"
check_equal scancel '--signal=TERM 4242' "$(content scancel)"
case_end

case_begin 'scripts are made executable where they exist'
printf '#!/bin/bash\n' >"$LAB/run it.sh"
sed "s|^begin .*|begin '$LAB/run it.sh' /nowhere|" "$scripts/perfc/case/launch.sh" >"$LAB/launch.sh"
launch "$LAB/launch.sh"
check_equal status 0 "$status"
[[ -x "$LAB/run it.sh" ]] || wrong 'not executable'
case_end

finish_tests
