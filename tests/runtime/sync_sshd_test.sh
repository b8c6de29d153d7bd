#!/bin/bash
# shellcheck disable=SC2016 # stand-ins expand what is in single quotes here
# sync.sh over a real sshd on this machine.
# usage: sync_sshd_test.sh FOLDER-WITH-GENERATED-SCRIPTS
# Exit status 77: there is no sshd, or no right to start one.
set -Eeuo pipefail
# shellcheck source=tests/runtime/far_suite.sh
source "$(dirname "${BASH_SOURCE[0]}")/far_suite.sh"

server=$(command -v sshd || ls /usr/sbin/sshd 2>/dev/null) || {
  say "skipped: there is no sshd"
  exit 77
}
if ! mkdir -p /run/sshd 2>/dev/null; then
  say "skipped: no right to make /run/sshd, which sshd needs"
  exit 77
fi

sync_case 'over a real connection'
user=$(id -un)
sed -i "s/^LOGIN=.*/LOGIN=$user@cluster/" "$LAB/nightly/sync.sh"
port=$((20000 + RANDOM % 20000))
ssh-keygen -q -t ed25519 -N '' -f "$LAB/host_key"
ssh-keygen -q -t ed25519 -N '' -f "$LAB/key"
cp "$LAB/key.pub" "$LAB/authorized_keys"
printf '%s\n' "Port $port" "ListenAddress 127.0.0.1" "HostKey $LAB/host_key" "AuthorizedKeysFile $LAB/authorized_keys" \
  "StrictModes no" "PidFile $LAB/sshd.pid" "PermitRootLogin yes" "AcceptEnv LAB" >"$LAB/sshd_config"
printf '%s\n' "Host cluster" "HostName 127.0.0.1" "Port $port" "IdentityFile $LAB/key" "IdentitiesOnly yes" \
  "UserKnownHostsFile $LAB/known_hosts" "SendEnv LAB" >"$LAB/ssh_config"
rm "$LAB/bin/ssh"
stand_in ssh <<<"exec $(command -v ssh) -F '$LAB/ssh_config' \"\$@\""
"$server" -D -f "$LAB/sshd_config" 2>"$LAB/sshd.log" &
daemon=$!
await sshd.pid "$daemon"
sync_suite push
check_equal 'status with an unknown key' 1 "$status"
check_contains stderr "sync.sh: the key of 'cluster' is not known here" "$err"
printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d ' ' -f 1-2 "$LAB/host_key.pub")" >"$LAB/known_hosts"
echo 'mkdir -p case results; touch case/results.xml results/run.xml; exit 1' >"$LAB/does/run"
sync_suite all -- --test "it's"
check_equal 'status of all' 1 "$status"
check_equal output 'PASSED case' "$out"
check_equal 'what it got' "$LAB/far/work/nightly||--test|it's|" "$(content ran)"
check_equal files './case/results.xml ./results/run.xml' "$(cd "$LAB/nightly/results/fetched" && find . -type f | LC_ALL=C sort | xargs)"
echo 'trap "echo cancelled >\"$LAB/cancelled\"; kill \$!; exit 143" TERM; echo x >"$LAB/running"; sleep 300 & wait' >"$LAB/does/run"
sync_suite push
signal_when INT running x
run bash "$LAB/bin/note_pid" "$LAB/nightly/sync.sh" run
check_equal 'status after a signal' 130 "$status"
check_equal 'run.sh' cancelled "$(content cancelled)"
rm "$LAB/authorized_keys"
sync_suite push
check_contains stderr "'cluster' does not let '$user' in" "$err"
kill "$daemon" 2>/dev/null || true
wait
case_end

finish_tests
