#!/bin/bash
# shellcheck disable=SC2016 # stand-ins expand what is in single quotes here
# What launch.sh does before its steps and between them: work directories begin empty, containers start one after the other, servers
# are ready before those that need them. usage: ready_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

launch() { # [KIND]
  run env SLURM_JOB_ID="${id:-4242}" SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" bash "$scripts/${1:-perfc}/case/launch.sh"
  logs=$LAB/work/disagg_workspace
}

# Servers that become ready after a moment, and say so.
ready_servers() {
  role GEN_0 <<<'sleep 1; echo "GEN is up"; until [[ -e $LAB/done ]]; do sleep 0.05; done'
  role CTX_0 <<<'sleep 2; echo "CTX is up"; until [[ -e $LAB/done ]]; do sleep 0.05; done'
  role DISAGG_SERVER <<<'touch "$LAB/ready"; echo "it routes"; until [[ -e $LAB/done ]]; do sleep 0.05; done'
}

case_begin 'what an earlier run left is put aside'
mkdir -p "$LAB/work/disagg_workspace" "$LAB/work/earlier" "$LAB/work/a folder"
echo old | tee "$LAB/work"/{results.xml,'report of mine.csv',coverage_config.json,slurm_7.log} "$LAB/work/disagg_workspace/gen_server_9.log" "$LAB/work/earlier/older" >/dev/null
launch
check_equal status 0 "$status"
check_equal stderr '' "$err"
check_equal 'work directory' 'coverage_config.json disagg_workspace earlier slurm_7.log' "$(cd "$LAB/work" && printf '%s\n' * | xargs)"
check_equal 'put aside' 'a folder disagg_workspace report of mine.csv results.xml' "$(cd "$LAB/work/earlier" && printf '%s\n' * | xargs)"
check_equal 'old log' 'gen_server_9.log' "$(cd "$LAB/work/earlier/disagg_workspace" && echo *)"
check_equal logs 'ctx_server_0.log disagg_server.log gen_server_0.log install.log' "$(cd "$logs" && echo *)"
check_equal 'hidden files' '' "$(cd "$logs" && echo .[!.]* | sed 's/^\.\[.*//')"
case_end

case_begin 'the script in its own work directory keeps its output'
mkdir "$LAB/work"
ln -s "$LAB/out" "$LAB/work/job.out"
ln -s "$LAB/err" "$LAB/work/job.err"
launch
check_equal status 0 "$status"
[[ -e $LAB/work/job.out && -e $LAB/work/job.err ]] || wrong 'moved'
case_end

case_begin 'another job is at work there'
mkdir "$LAB/work"
echo 17 >"$LAB/work/.job"
stand_in squeue <<<'echo RUNNING'
touch "$LAB/work/results.xml"
launch
check_equal status 1 "$status"
check_equal stderr "launch.sh: job 17 is at work in '$LAB/work': wait for it, or use another work directory" "$err"
[[ -e $LAB/work/results.xml ]] || wrong 'it took what another job needs'
stand_in squeue <<<'exit 1'
launch
check_equal 'status when it is gone' 0 "$status"
case_end

case_begin 'contract 2026-01 takes its work directory as it is'
mkdir "$LAB/work"
touch "$LAB/work/results.xml"
launch 2026-01
check_equal status 0 "$status"
[[ -e $LAB/work/results.xml ]] || wrong 'moved'
case_end

case_begin 'servers are ready before the router, the router before the client'
ready_servers
role BENCHMARK <<<'[[ -e $LAB/ready ]] && touch "$LAB/done"'
launch probed
check_equal status 0 "$status"
check_equal stderr '' "$err"
order=$(cut -d'|' -f1 "$LAB/steps" | sed 's/^\(GEN\|CTX\)_0/server/' | xargs)
check_equal 'order' 'install server server DISAGG_SERVER BENCHMARK' "$order"
case_end

case_begin 'a log of an earlier run does not count'
ready_servers
mkdir -p "$LAB/work/disagg_workspace"
echo 'is up' >"$LAB/work/disagg_workspace/ctx_server_0.log"
role CTX_0 <<<'until [[ -e $LAB/done ]]; do sleep 0.05; done'
launch probed
check_equal status 1 "$status"
check_equal 'first line' "launch.sh: step CTX_0 was not ready after 6 s: its log does not show 'is up', see $logs/ctx_server_0.log" "${err%%$'\n'*}"
check_lacks steps DISAGG_SERVER "$(content steps)"
case_end

case_begin 'a server ends while it is waited for'
ready_servers
role CTX_0 <<<'sleep 1; echo "no memory"; exit 6'
launch probed
check_equal status 1 "$status"
check_equal 'first line' "launch.sh: step CTX_0 failed with status 6, see $logs/ctx_server_0.log" "${err%%$'\n'*}"
case_end

case_begin 'a command that never succeeds, or never ends'
ready_servers
role DISAGG_SERVER <<<'echo "it routes"; until [[ -e $LAB/done ]]; do sleep 0.05; done'
launch probed
check_equal status 1 "$status"
check_contains 'first line' "launch.sh: step DISAGG_SERVER was not ready after 6 s: 'bash -c test -e" "$err"
check_lacks steps BENCHMARK "$(content steps)"
sed 's/^ready_command .*/ready_command sleep 300/' "$scripts/probed/case/launch.sh" >"$LAB/launch.sh"
run env SLURM_JOB_ID=4242 SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" bash "$LAB/launch.sh"
check_equal status 1 "$status"
check_contains 'first line' "step DISAGG_SERVER was not ready after 6 s: 'sleep 300' fails" "$err"
case_end

# Writes down when each step began, and says nothing for a while.
timed() {
  sed -i '2i echo "$(date +%s%N) ${DISAGG_SERVING_TYPE:-install}" >>"$LAB/times"; role=${DISAGG_SERVING_TYPE:-install}' "$LAB/bin/srun"
}

between() { # ROLE ROLE, in tenths of a second
  awk -v a="$1" -v b="$2" '{ t[$2] = $1 } END { print int((t[b] - t[a]) / 1e8) }' "$LAB/times"
}

case_begin 'containers on one node start one after the other'
timed
sed -i 's/^echo "this is/[[ $role == install ]] || sleep 1.5; &/' "$LAB/bin/srun"
launch
check_equal status 0 "$status"
(($(between GEN_0 DISAGG_SERVER) >= 13)) || wrong "the router did not wait for GEN_0 on its node: $(between GEN_0 DISAGG_SERVER)"
(($(between GEN_0 CTX_0) < $(between GEN_0 DISAGG_SERVER))) || wrong 'CTX_0 waited, though it is alone on its node'
case_end

case_begin 'a container that says nothing is not waited for for ever'
timed
sed -i 's/^echo "this is.*/echo "srun: only Slurm speaks"/' "$LAB/bin/srun"
launch
check_equal status 0 "$status"
(($(between GEN_0 DISAGG_SERVER) >= 25)) || wrong "it did not wait: $(between GEN_0 DISAGG_SERVER)"
case_end

case_begin 'the disk fills up'
mkdir "$LAB/work"
if mount -t tmpfs -o size=300k none "$LAB/work" 2>/dev/null; then
  # Again and again: launch.sh tries the disk with a file that it takes away.
  role BENCHMARK <<<'for i in {1..300}; do head -c 1000000 /dev/zero >>"$LAB/work/filler" 2>/dev/null; sleep 1; done'
  launch
  check_equal status 1 "$status"
  check_equal stderr "launch.sh: the test was stopped, and the job workspace cannot be written: its disk may be full" "$err"
  check_at_most seconds 100 "$took"
  umount "$LAB/work"
else
  say "skipped: $caseName (no right to mount)"
fi
case_end

case_begin 'the time limit'
role BENCHMARK <<<'sleep 300'
stand_in squeue <<<'echo 0:25'
(
  await steps 'BENCHMARK|'
  sleep 0.3
  kill -USR1 "$(<"$LAB/pid")"
  await out stopped
  sleep 5
  kill -TERM "$(<"$LAB/pid")"
) >/dev/null &
run env SLURM_JOB_ID=4242 SLURM_JOB_NODELIST='node[1-3]' PERFC_WORK_DIR="$LAB/work" \
  bash "$LAB/bin/note_pid" -c 'exec bash "$0" 2>&1' "$scripts/perfc/case/launch.sh"
check_equal status 138 "$status"
check_contains output "launch.sh: step BENCHMARK was stopped ahead of the job's time limit (SIGUSR1)" "$out"
wait
case_end

finish_tests
