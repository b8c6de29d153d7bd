#!/bin/bash
# shellcheck disable=SC2016 # stand-ins expand what is in single quotes here
# sync.sh with a stand-in for ssh that runs the other side in this machine's folders.
# usage: sync_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/far_suite.sh
source "$(dirname "${BASH_SOURCE[0]}")/far_suite.sh"

sync_case 'push copies the suite, and nothing else'
sync_suite push
check_equal status 0 "$status"
check_equal files './case/client.sh ./case/commands.json ./case/config.yaml ./case/launch.sh ./case/submit.sh ./case/test_list.txt ./manifest.json ./run.sh ./tests.txt ./tests.yml' \
  "$(cd "$LAB/far/work/nightly" && find . -type f | LC_ALL=C sort | xargs)"
[[ -x $LAB/far/work/nightly/case/submit.sh ]] || wrong 'submit.sh cannot be run there'
check_equal stderr "sync.sh: copied to cluster:$LAB/far/work/nightly" "$err"
check_lacks 'calls of ssh' 'StrictHostKeyChecking=no' "$(content ssh)"
check_equal 'calls that check the key' "$(wc -l <"$LAB/ssh")" "$(grep -c 'StrictHostKeyChecking=yes' "$LAB/ssh")"
check_equal 'connections made' 1 "$(grep -c ControlMaster=yes "$LAB/ssh")"
check_contains 'last call' '-O exit' "$(tail -n 1 "$LAB/ssh")"
socket=$(sed -n '1s#.*ControlPath=\([^ ]*\)/socket.*#\1#p' "$LAB/ssh")
[[ -n $socket && ! -e $socket ]] || wrong "the folder of the connection, '$socket', is still there"
touch "$LAB/far/work/nightly/of another"
sync_suite push
[[ -e "$LAB/far/work/nightly/of another" ]] || wrong 'it deleted something'
case_end

sync_case 'everything that is missing there, at once'
rm -r "$LAB/far/opt" "$LAB/far/scripts"
sync_suite push
check_equal status 1 "$status"
check_equal stderr "sync.sh: the run script '$LAB/far/scripts/slurm_run.sh' is not there on 'cluster'
sync.sh: the install script '$LAB/far/scripts/slurm_install.sh' is not there on 'cluster'
sync.sh: the folder of configurations '$LAB/far/opt/trtllm/configs' is not there on 'cluster'
sync.sh: nothing was copied: only the suite is copied, so put these there, or correct the cluster's fields" "$err"
check_equal 'files there' '' "$(find "$LAB/far/work" -type f)"
case_end

sync_case 'a cluster that greets'
echo 'echo "Welcome, it is perfc:there"' >"$LAB/does/ssh"
sync_suite push
check_contains stderr 'sync.sh: cannot copy the suite' "$err" # rsync cannot bear that
echo '[[ $* == *rsync\ --server* ]] || echo "Welcome!"' >"$LAB/does/ssh"
sync_suite push
check_equal status 0 "$status"
case_end

sync_case 'run starts run.sh there'
sync_suite push
sync_suite run -- --mode disagg -- --comment='two  words $(touch PWNED)' "--x=it's"
check_equal status 0 "$status"
check_equal output 'PASSED case' "$out"
check_equal stderr 'to stderr' "$err"
check_equal 'what it got' "$LAB/far/work/nightly||--mode|disagg|--|--comment=two  words \$(touch PWNED)|--x=it's|" "$(content ran)"
check_equal 'what a shell ran' '' "$(find "$LAB" -name PWNED)"
for code in 1 2 143; do
  echo "exit $code" >"$LAB/does/run"
  sync_suite run
  check_equal "status of $code" "$code" "$status"
done
case_end

sync_case 'variables and another folder go along'
export WORKSPACE="$LAB/far/it's \$HOME/"
sync_suite all --to "$LAB/here"
check_equal status 0 "$status"
check_equal 'what it got' "$LAB/far/it's \$HOME/nightly|$WORKSPACE|" "$(content ran)"
unset WORKSPACE
sync_suite push --workspace "$LAB/far/new -one"
sync_suite run --workspace "$LAB/far/new -one"
check_equal 'what it got' "$LAB/far/new -one/nightly||--workspace|$LAB/far/new -one|" "$(content ran)"
sync_suite run --workspace relative
check_equal status 2 "$status"
case_end

sync_case 'fetch copies reports and logs'
far_case "$LAB/far/work/nightly/case"
mkdir "$LAB/far/work/nightly/results"
touch "$LAB/far/work/nightly/results/run.xml" "$LAB/far/work/nightly/run.sh"
ln -s /etc/passwd "$LAB/far/work/nightly/case/link.log"
mkdir -p "$LAB/nightly/results/fetched/mine"
touch "$LAB/nightly/results/fetched/mine/notes"
sync_suite fetch
check_equal status 0 "$status"
check_equal files './case/disagg_workspace/gen_server_0.log ./case/report.csv ./case/results.xml ./case/slurm_7.log ./mine/notes ./results/run.xml' \
  "$(cd "$LAB/nightly/results/fetched" && find . ! -type d | LC_ALL=C sort | xargs)"
check_contains stderr "sync.sh: results are in $LAB/nightly/results/fetched" "$err"
case_end

sync_case 'fetch from a shared work directory' 2026-01
far_case "$LAB/far/work"
mkdir -p "$LAB/far/work/nightly"
sync_suite fetch --to "$LAB/here"
check_equal files './work/disagg_workspace/gen_server_0.log ./work/report.csv ./work/results.xml ./work/slurm_7.log' \
  "$(cd "$LAB/here" && find . -type f | LC_ALL=C sort | xargs)"
case_end

sync_case 'all: results come although a test failed'
echo 'mkdir -p case results; touch case/results.xml results/run.xml; exit 1' >"$LAB/does/run"
sync_suite all
check_equal status 1 "$status"
check_equal files './case/results.xml ./results/run.xml' "$(cd "$LAB/nightly/results/fetched" && find . -type f | LC_ALL=C sort | xargs)"
case_end

sync_case 'a signal ends run.sh there'
echo 'trap "echo cancelled >\"$LAB/cancelled\"; kill \$!; exit 143" TERM; echo x >"$LAB/running"; sleep 300 & wait' >"$LAB/does/run"
sync_suite push
signal_when TERM running x
run bash "$LAB/bin/note_pid" "$LAB/nightly/sync.sh" run
wait
check_equal status 143 "$status"
check_equal 'run.sh' cancelled "$(content cancelled)"
check_contains stderr 'sync.sh: stopped by SIGTERM' "$err"
case_end

sync_case 'a second run does not take the first from its sync.sh'
echo 'if [[ $1 == --again ]]; then exit 1; fi
trap "echo cancelled >\"$LAB/cancelled\"; kill \$!; exit 143" TERM; echo x >"$LAB/running"; sleep 300 & wait' >"$LAB/does/run"
sync_suite push
(
  await running x
  PATH=$LAB/bin:$PATH "$LAB/nightly/sync.sh" run -- --again >"$LAB/second" 2>&1 || echo "status $?" >>"$LAB/second"
) &
signal_when TERM second 'status 1'
run bash "$LAB/bin/note_pid" "$LAB/nightly/sync.sh" run
wait
check_equal status 143 "$status"
check_equal 'run.sh' cancelled "$(content cancelled)"
check_equal 'files for process ids' '' "$(find "$LAB/far/work/nightly" -name '.run*')"
case_end

sync_case 'the connection is lost'
echo '[[ $* != *run.sh* ]] || exit 255' >"$LAB/does/ssh"
sync_suite run
check_equal status 1 "$status"
check_contains stderr "sync.sh: the connection to 'cluster' was lost; once it is back: sync.sh run -- --resume" "$err"
case_end

declare -A refusals=(
  ['Host key verification failed.']="the key of 'cluster' is not known here: compare 'ssh-keyscan cluster | ssh-keygen -lf -' with what its administrators publish, then accept it once with 'ssh perf@cluster'"
  ['WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! Host key verification failed.']="the key of 'cluster' is another than the known one: ask its administrators before you remove the old one with 'ssh-keygen -R cluster'"
  ['perf@cluster: Permission denied (publickey).']="'cluster' does not let 'perf' in: check with 'ssh perf@cluster' that a key or an agent is there"
  ['ssh: Could not resolve hostname cluster']="cannot reach 'cluster': check with 'ssh perf@cluster'"
)
sync_case 'no connection'
for said in "${!refusals[@]}"; do
  printf 'echo %q >&2; exit 255\n' "$said" >"$LAB/does/ssh"
  sync_suite push
  check_equal "status of $said" 1 "$status"
  check_equal "stderr of $said" "$said"$'\n'"sync.sh: ${refusals[$said]}" "$err"
done
case_end

sync_case 'programs that are not there'
mkdir "$LAB/tools"
for tool in bash dirname; do ln -s "$(command -v "$tool")" "$LAB/tools/$tool"; done
run env PATH="$LAB/tools" bash "$LAB/nightly/sync.sh" push
check_equal stderr 'sync.sh: there is no ssh on this machine' "$err"
ln -s "$LAB/bin/ssh" "$LAB/tools/ssh"
run env PATH="$LAB/tools" bash "$LAB/nightly/sync.sh" push
check_equal stderr 'sync.sh: there is no rsync on this machine' "$err"
for tool in cat mktemp rm mkdir sh; do ln -s "$(command -v "$tool")" "$LAB/tools/$tool"; done
echo 'PATH=$LAB/tools' >"$LAB/does/ssh"
sync_suite push
check_equal status 1 "$status"
check_equal stderr "sync.sh: there is no rsync on 'cluster'" "$err"
case_end

sync_case 'a dry run'
sync_suite all --dry-run -- --test 'a b'
check_equal status 0 "$status"
check_equal ssh '' "$(content ssh)"
check_equal calls 'would run: ssh
would run: ssh
would run: rsync
would run: ssh
would run: rsync' "$(cut -d ' ' -f 1-3 "$LAB/out")"
check_equal 'files there' '' "$(find "$LAB/far/work" -type f)"
[[ ! -e $LAB/nightly/results ]] || wrong 'it made a folder'
case_end

sync_case 'wrong usage'
for words in '' 'pull' 'push --all' 'push --to' 'run --jobs 2'; do
  read -ra list <<<"$words"
  sync_suite "${list[@]}"
  check_equal "status of '$words'" 2 "$status"
done
sync_suite --help
check_equal status 0 "$status"
case_end

finish_tests
