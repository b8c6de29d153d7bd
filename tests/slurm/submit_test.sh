#!/bin/bash
# shellcheck disable=SC2016 # expanded later
# submit.sh on a real Slurm: jobs that end in all ways, a controller that is away or frozen while it submits and follows, a hand that
# interferes. The jobs' script is a stand-in, as launch.sh has tests of its own.
# usage: submit_test.sh PERFC plain|accounting
set -Eeuo pipefail
# shellcheck source=tests/slurm/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [[ ${2:-} != on-bed ]]; then
  need_bed
  words=(--nodes 2)
  [[ ${2:-plain} == plain ]] || words+=(--accounting)
  exec "$slurm/bed" "${words[@]}" run bash "${BASH_SOURCE[0]}" "$1" on-bed
fi

perfc=$1
export PERFC_POLL_SECONDS=0.5
mkdir -p "$WORKSPACE/program" "$WORKSPACE/bin"
cat >"$WORKSPACE/program/main.perf" <<END
use std.h100
use std.trtllm

cluster bed : h100_hgx8 {
  container { image = "image", mounts = ["$WORKSPACE:$WORKSPACE"] }
  model_root = "$WORKSPACE"
  repo = "$TRTLLM_DIR"
  work_dir = "$WORKSPACE/work"
}
topology llama_tp1 {
  model = llama_v3_1_8b_instruct
  server : tp(1) { max_batch_size = 64 }
}
benchmark chat { concurrency = [8] }
benchmark talk { concurrency = [16] }
suite nightly on bed {
  test llama_tp1 with chat
  test llama_tp1 with talk
}
END
"$perfc" build "$WORKSPACE/program/main.perf" -o "$WORKSPACE/out"
tests=("$WORKSPACE/out/nightly"/*/)
for test in "${tests[@]}"; do
  header=$(grep '^#SBATCH --output=' "$test/launch.sh")
  printf '#!/bin/bash\n%s\necho begins\nsleep "${SECS:-1}"\necho ends\nexit "${RC:-0}"\n' "$header" >"$test/launch.sh"
done
test=${tests[0]} mark="$WORKSPACE/now"

submit() { # ARGUMENT...; sets out, err, status
  status=0
  "$test/submit.sh" "$@" >"$WORKSPACE/out.txt" 2>"$WORKSPACE/err.txt" || status=$?
  out=$(<"$WORKSPACE/out.txt") err=$(<"$WORKSPACE/err.txt")
}

# Jobs of the test that has run last, by what its marks say.
jobs_since() { squeue -h --me -t all -o '%A' | awk -v from="$from" '$1 > from' | wc -l; }
last_job() { squeue -h --me -t all -o '%A' | sort -n | tail -n 1; }
begin() { # NAME
  name=$1 from=$(last_job)
  rm -f "$WORKSPACE/err.txt" "$mark"
}

# Does something when submit.sh has said a text.
when() { # TEXT COMMAND...
  local end=$((SECONDS + 120))
  until grep -qsF -- "$1" "$WORKSPACE/err.txt" || ((SECONDS > end)); do sleep 0.1; done
  "${@:2}"
}
controller() { cat "$PERFC_BED/pid/slurmctld.pid"; }

# An sbatch that makes the controller freeze, or go away, as it is called, and does not wait as long for its answer.
sed 's/^MessageTimeout=.*/MessageTimeout=10/' "$SLURM_CONF" >"$WORKSPACE/client.conf"
trouble() { # COMMAND...
  printf '#!/bin/bash\nif [[ ! -e %q ]]; then touch %q; %s\nfi\nSLURM_CONF=%q exec %q "$@"\n' "$mark" "$mark" "$*" \
    "$WORKSPACE/client.conf" "$(command -v sbatch)" \
    >"$WORKSPACE/bin/sbatch"
  chmod +x "$WORKSPACE/bin/sbatch"
}

begin 'a good job'
submit
check_equal "$name: status" 0 "$status"
check_contains "$name" 'COMPLETED, exit code 0:0' "$out"

begin 'a job that fails'
RC=3 submit
check_equal "$name: status" 1 "$status"
check_contains "$name" 'FAILED, exit code 3:0' "$out"
check_contains "$name" 'its script ended with an error, status 3; Slurm says: NonZeroExitCode' "$err"
check_contains "$name: log" $'begins\nends' "$err"

begin 'cancelled by hand'
when ': RUNNING' eval 'scancel $(last_job)' &
SECS=300 submit
wait
check_equal "$name: status" 1 "$status"
check_contains "$name" 'CANCELLED' "$out"

begin 'held, and released'
when 'JobHeldUser' eval 'scontrol release $(last_job)' &
submit -- --hold
wait
check_equal "$name: status" 0 "$status"
check_contains "$name" "may wait for ever (JobHeldUser): it is held: 'scontrol release' lets it run" "$err"

begin 'requeued'
touch "$mark"
{
  when ': RUNNING' eval 'scontrol requeue $(last_job)'
  # Slurm would wait two minutes. Not in the second of the requeue, though: a node takes that start for the one that was revoked.
  when 'was requeued' eval 'until scontrol update JobId=$(last_job) StartTime=now+3; do sleep 1; done'
} &
SECS=15 submit
wait
check_equal "$name: status" 0 "$status"
check_contains "$name" 'was requeued: run 2 of it is followed on' "$err"

begin 'a signal'
when ': RUNNING' eval 'kill $(<"$mark")' &
status=0
SECS=300 bash -c 'echo $$ >"$0"; exec "$@"' "$mark" "$test/submit.sh" >"$WORKSPACE/out.txt" 2>"$WORKSPACE/err.txt" || status=$?
wait
check_equal "$name: status" 143 "$status"
check_contains "$name" "job $(last_job) cancelled" "$(<"$WORKSPACE/err.txt")"
check_equal "$name: state" CANCELLED "$(squeue -h -t all -j "$(last_job)" -o %T)"

begin 'the controller is frozen as the job is submitted'
trouble "kill -STOP $(controller)"
when 'Socket timed out' kill -CONT "$(controller)" &
PATH=$WORKSPACE/bin:$PATH submit
wait
check_equal "$name: status" 0 "$status"
check_equal "$name: jobs" 1 "$(jobs_since)"
check_contains "$name" 'Socket timed out' "$err"
check_contains "$name" 'Slurm has taken it: job' "$err"

begin 'the controller is away as the job is submitted'
# Gone, not only told to go: it may still take a job meanwhile.
trouble "kill $(controller); while kill -0 $(controller) 2>/dev/null; do sleep 0.1; done"
when 'Unable to contact slurm controller' slurmctld >/dev/null 2>&1 &
PATH=$WORKSPACE/bin:$PATH submit
wait
check_equal "$name: status" 0 "$status"
check_equal "$name: jobs" 1 "$(jobs_since)"
check_contains "$name" 'Unable to contact slurm controller' "$err"

begin 'the controller is restarted while the job runs'
when ': RUNNING' "$slurm/bed" restart-controller "$PERFC_BED" &
SECS=15 submit
wait
check_equal "$name: status" 0 "$status"

begin 'attached later; a job of another test is refused'
submit --detach
check_equal "$name: status of detach" 0 "$status"
id=$(last_job)
submit --attach "$id"
check_equal "$name: status" 0 "$status"
check_contains "$name" "job $id COMPLETED" "$out"
test=${tests[1]}
submit --attach "$id"
check_equal "$name: status of another" 2 "$status"
check_contains "$name" "job $id is none of test" "$err"
submit --attach 99999
check_equal "$name: status of an unknown one" 1 "$status"

finish_tests
