#!/bin/bash
# shellcheck disable=SC2016,SC2154 # stand-ins expand what is in single quotes here; lib.sh sets some
# submit.sh under stand-ins for sbatch and for each of Slurm's sources of a job's state: what it looks at first, following,
# signals. usage: submit_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/submission.sh
source "$(dirname "${BASH_SOURCE[0]}")/submission.sh"

submit_case 'a job that passes'
answers sacct '' 'PENDING|0:0' 'RUNNING|0:0' 'COMPLETING|0:0' 'COMPLETED|0:0'
submit -- --qos=high
check_equal status 0 "$status"
check_equal output "test 'case' is job 4242
log: $LAB/work/nightly/case/slurm_4242.log
logs of the servers: $LAB/work/nightly/case/disagg_workspace
test 'case': job 4242 COMPLETED, exit code 0:0" "$out"
check_equal arguments "--qos=high $LAB/case/launch.sh" "$(sbatch_arguments)"
check_equal 'work directory' none "$(content work_dir)"
cmp -s "$LAB/case/config.yaml" "$LAB/configs/case.yaml" || wrong 'the configuration is not in place'
check_equal 'files beside it' case.yaml "$(ls -A "$LAB/configs")"
check_equal scancel '' "$(content scancel)"
case_end

submit_case 'completed, with a status that is none of a success'
answers sacct 'COMPLETED|1:0'
submit
check_equal status 1 "$status"
case_end

submit_case 'sacct is silent, scontrol knows'
answers sacct fail
answers scontrol 'JobId=4242 JobName=x JobState=RUNNING ExitCode=0:0' 'JobId=4242 JobState=COMPLETED Reason=None ExitCode=0:0 RunTime=1-02:08:09 TimeLimit=2-00:00:00'
submit
check_equal status 0 "$status"
check_contains output 'COMPLETED, exit code 0:0, after 94089 s' "$out"
case_end

submit_case 'only squeue knows'
answers sacct fail
answers squeue PENDING RUNNING COMPLETED
submit
check_equal status 0 "$status"
case_end

submit_case 'nobody knows the job'
answers sacct fail
submit
check_equal status 1 "$status"
check_contains stderr 'Slurm does not say what became of job 4242' "$err"
case_end

submit_case 'a job that never ends'
answers sacct 'PENDING|0:0'
run env PERFC_POLL_SECONDS=0.05 PERFC_WAIT_SECONDS=1 bash "$LAB/case/submit.sh"
check_equal status 1 "$status"
check_contains stderr 'job 4242 is still PENDING after' "$err"
check_equal scancel 4242 "$(content scancel)"
case_end

submit_case 'a job that takes its time'
answers sacct 'COMPLETED|0:0|61'
submit
check_contains output "test 'case': job 4242 COMPLETED, exit code 0:0, after 61 s" "$out"
case_end

submit_case 'submitted and left alone'
answers sacct fail
run env PERFC_PLACE_FILE="$LAB/place" bash "$LAB/case/submit.sh" --detach -- --qos=high
check_equal status 0 "$status"
check_equal output "test 'case' is job 4242
log: $LAB/work/nightly/case/slurm_4242.log
logs of the servers: $LAB/work/nightly/case/disagg_workspace" "$out"
check_equal place "4242 $LAB/work/nightly/case/slurm_4242.log" "$(xargs <"$LAB/place")"
check_equal arguments "--qos=high $LAB/case/launch.sh" "$(sbatch_arguments)"
case_end

submit_case 'a job that run.sh cannot be told of'
run env PERFC_PLACE_FILE=/dev/full bash "$LAB/case/submit.sh" --detach
check_equal status 1 "$status"
check_equal stderr "submit.sh: cannot write '/dev/full', so job 4242 was cancelled" "$err"
check_equal scancel 4242 "$(content scancel)"
stand_in scancel <<<'exit 1'
run env PERFC_PLACE_FILE="$LAB/none/place" bash "$LAB/case/submit.sh" --detach
check_equal status 1 "$status"
check_equal stderr \
  "submit.sh: cannot write '$LAB/none/place', and job 4242 cannot be cancelled: see to it that it does not run" "$err"
case_end

submit_case 'followed later'
answers sacct 'RUNNING|0:0' 'FAILED|2:0|7'
answers squeue "$LAB/case/launch.sh perfc-1"
rm "$LAB/case/launch.sh"
submit --attach 77 --workspace "$LAB/else"
check_equal status 1 "$status"
check_equal output "test 'case' is job 77
log: $LAB/else/nightly/case/slurm_77.log
logs of the servers: $LAB/else/nightly/case/disagg_workspace
test 'case': job 77 FAILED, exit code 2:0, after 7 s" "$out"
check_equal sbatch '' "$(content sbatch)"
for id in '' x 0 -1 1.2 '1;2'; do
  submit --attach "$id"
  check_equal "status of '$id'" 2 "$status"
done
case_end

submit_case 'a job of another test is refused, an unknown one too'
answers squeue "perfc-1-x $LAB/other/launch.sh"
submit --attach 77
check_equal status 2 "$status"
check_equal stderr "submit.sh: job 77 is none of test 'case'" "$err"
submit
mark=$(content marks)
answers squeue "$mark /elsewhere/launch.sh"
submit --attach 77
check_equal 'status of one of a folder that was moved' 0 "$status"
answers squeue fail
answers sacct fail
submit --attach 77
check_equal 'status of an unknown one' 1 "$status"
check_equal stderr 'submit.sh: Slurm does not know job 77, or does not answer' "$err"
case_end

submit_case 'on a terminal the log is shown as it grows'
answers sacct 'RUNNING|0:0' 'RUNNING|0:0' 'RUNNING|0:0' 'COMPLETED|0:0'
mkdir -p "$LAB/work/nightly/case"
printf 'old\r\e[31mnew\e[0m\tline\nlast %s\n' "$(printf '%0200d' 0)" >"$LAB/work/nightly/case/slurm_4242.log"
run env -u CI TERM=xterm PERFC_POLL_SECONDS=0.05 script -qec "stty cols 60 rows 20; bash '$LAB/case/submit.sh'" /dev/null
check_equal status 0 "$status"
check_contains 'what is drawn' $'\e[?7ltest \'case\', job 4242: RUNNING 0:00:0' "$out"
check_contains 'the log, cut' $'\r\nnew    line\r\nlast 000000' "$out"
check_lacks 'the log, cut' "$(printf '%060d' 0)" "$out"
check_contains 'it is rewritten' $'\e[?7h\r\e[2A\e[J' "$out"
check_contains 'it is gone in the end' $'\e[Jtest \'case\': job 4242 COMPLETED' "$out"
case_end

submit_case 'a signal ends the look, not the job'
answers sacct 'RUNNING|0:0'
answers squeue "$LAB/case/launch.sh perfc-1"
signal_when TERM err 'job 77: RUNNING'
run env PERFC_POLL_SECONDS=300 bash "$LAB/bin/note_pid" "$LAB/case/submit.sh" --attach 77
check_equal status 143 "$status"
check_contains stderr 'submit.sh: stopped by SIGTERM, job 77 goes on' "$err"
check_equal scancel '' "$(content scancel)"
wait
case_end

submit_case 'sbatch refuses'
stand_in sbatch <<<'echo "no such partition" >&2; exit 1'
submit
check_equal status 1 "$status"
check_equal stderr $'no such partition\nsubmit.sh: sbatch refused test \'case\'' "$err"
case_end

submit_case 'an answer without a job'
stand_in sbatch <<<'echo "all is well"'
submit
check_equal status 1 "$status"
check_contains stderr "submit.sh: sbatch answered 'all is well', which names no job" "$err"
case_end

submit_case 'other forms of an answer'
for answer in 'Submitted batch job 4242 on cluster east' 4242 '4242;east'; do
  stand_in sbatch <<<"echo '$answer'"
  submit
  check_equal "status after '$answer'" 0 "$status"
done
case_end

submit_case 'everything that is missing, at once'
rm "$LAB/case/launch.sh" "$LAB/case/config.yaml" "$LAB/bin/sbatch"
rm "$LAB/scripts"/* "$LAB/bin"/{sacct,squeue,scontrol}
rmdir "$LAB/configs"
sed -i "s|NEEDED_NAMES=(|&'the repository' |; s|NEEDED_PATHS=(|&$LAB/repo |" "$LAB/case/submit.sh"
echo "I am a file" >"$LAB/work"
mkdir "$LAB/tools"
for tool in bash env dirname cmp cksum df awk; do ln -s "$(command -v "$tool")" "$LAB/tools/$tool"; done
run env PATH="$LAB/tools" bash "$LAB/case/submit.sh"
check_equal status 1 "$status"
check_equal stderr "submit.sh: there is no '$LAB/case/launch.sh'
submit.sh: there is no '$LAB/case/config.yaml'
submit.sh: there is no sbatch on this machine
submit.sh: there is no way to follow a job: neither squeue, scontrol nor sacct can be used
submit.sh: the repository '$LAB/repo' is not there
submit.sh: the run script '$LAB/scripts/slurm_run.sh' is not there
submit.sh: the install script '$LAB/scripts/slurm_install.sh' is not there
submit.sh: the work directory '$LAB/work/nightly/case' cannot be made or written
submit.sh: there is no folder '$LAB/configs' for the configuration" "$err"
check_equal sbatch '' "$(content sbatch)"
case_end

submit_case 'what only the compute nodes see is not looked for'
rm -r "$LAB/scripts"
run env PERFC_POLL_SECONDS=0.05 PERFC_UNSEEN="/elsewhere:$LAB/scripts/" bash "$LAB/case/submit.sh"
check_equal status 0 "$status"
case_end

submit_case 'a disk with too little left'
run env PERFC_SPACE_MB=99999999999 bash "$LAB/case/submit.sh"
check_equal status 1 "$status"
check_contains stderr "submit.sh: the disk of the work directory '$LAB/work/nightly/case' has " "$err"
check_contains stderr ' MB left, of the 99999999999 that PERFC_SPACE_MB asks for' "$err"
stand_in df <<<"printf 'head\n/dev/x 1000000 0 50000 50%% /'"
submit
check_equal 'status with 48 MB' 1 "$status"
stand_in df <<<'exit 1'
submit
check_equal 'status where df fails' 0 "$status"
case_end

submit_case 'tools that are there and do not work'
for tool in squeue scontrol sacct; do stand_in "$tool" <<<"echo '$tool: fatal: no configuration' >&2; exit 1"; done
submit
check_equal status 1 "$status"
check_equal stderr "submit.sh: there is no way to follow a job: neither squeue, scontrol nor sacct can be used; squeue: squeue: fatal: no configuration; scontrol: scontrol: fatal: no configuration; sacct: sacct: fatal: no configuration" "$err"
stand_in squeue <<<"echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1"
submit --dry-run
check_equal 'status with a controller that is away' 0 "$status"
check_lacks stderr 'no way' "$err"
case_end

submit_case 'accounting knows of a node that failed, while the controller, which may have requeued the job, is away'
stand_in sacct <<<"echo 'NODE_FAIL|0:0|42'"
stand_in squeue <<<"echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1"
stand_in scontrol <<'END'
echo x >>"$LAB/asked"
if (($(wc -l <"$LAB/asked") < 4)); then
  echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2
  exit 1
fi
echo 'JobId=1 JobState=COMPLETED Reason=None Restarts=1 ExitCode=0:0'
END
submit
check_equal status 0 "$status"
check_contains stderr 'was requeued: run 2 of it is followed on' "$err"
case_end

submit_case 'a variable that is not set'
sed -i 's/^NEEDS=.*/NEEDS=(PERFC_TEST_UNSET)/' "$LAB/case/submit.sh"
submit
check_equal status 1 "$status"
check_equal stderr 'submit.sh: PERFC_TEST_UNSET is not set, and this test needs it' "$err"
case_end

submit_case 'a different file of that name stays'
echo "precious: true" >"$LAB/configs/case.yaml"
submit
check_equal status 1 "$status"
check_equal stderr "submit.sh: '$LAB/configs/case.yaml' is there already and differs from config.yaml" "$err"
check_equal 'the file' 'precious: true' "$(content configs/case.yaml)"
check_equal sbatch '' "$(content sbatch)"
cp "$LAB/case/config.yaml" "$LAB/configs/case.yaml"
submit
check_equal 'status with an equal one' 0 "$status"
case_end

submit_case 'a dry run'
submit --dry-run --workspace "$LAB/else where" -- --qos=high
check_equal status 0 "$status"
check_equal output "would run: sbatch --output=${LAB}/else\\ where/nightly/case/slurm_%j.log --qos=high $LAB/case/launch.sh" "$out"
check_equal sbatch '' "$(content sbatch)"
check_equal files '' "$(ls -A "$LAB/configs")"
[[ ! -e "$LAB/else where" ]] || wrong 'it made the work directory'
case_end

submit_case 'another workspace'
submit --workspace "$LAB/else 100%"
check_equal status 0 "$status"
check_equal 'second argument' "--output=$LAB/else 100%%/nightly/case/slurm_%j.log" "$(sed -n 2p "$LAB/sbatch")"
check_equal 'work directory' "$LAB/else 100%/nightly/case" "$(content work_dir)"
[[ -d "$LAB/else 100%/nightly/case" ]] || wrong 'the work directory is not there'
case_end

submit_case 'a workspace that cannot be mounted'
submit --workspace "$LAB/a,b"
check_equal status 1 "$status"
check_contains stderr "the work directory '$LAB/a,b/nightly/case' has a ',' or ':', which no mount can have" "$err"
case_end

submit_case 'wrong usage'
submit --dry-rum
check_equal status 2 "$status"
check_equal 'first line' "submit.sh: unknown argument '--dry-rum'" "${err%%$'\n'*}"
submit --workspace
check_equal status 2 "$status"
submit --help
check_equal status 0 "$status"
check_contains output 'usage: submit.sh [--dry-run | --detach | --attach ID] [--workspace DIR] [-- SBATCH OPTION...]' "$out"
case_end

for signal in TERM INT HUP; do
  submit_case "SIG$signal cancels the job"
  answers sacct 'RUNNING|0:0'
  signal_when "$signal" err 'job 4242: RUNNING'
  run env PERFC_POLL_SECONDS=300 bash "$LAB/bin/note_pid" "$LAB/case/submit.sh"
  check_equal status "$((128 + $(kill -l "$signal")))" "$status"
  check_contains stderr "submit.sh: stopped by SIG$signal, job 4242 cancelled" "$err"
  check_equal scancel 4242 "$(content scancel)"
  check_at_most seconds 100 "$took"
  wait
  case_end
done

submit_case 'a signal while sbatch is at work'
stand_in sbatch <<<'echo x >"$LAB/sbatch"; until_signalled; echo Submitted batch job 4242'
signal_when TERM sbatch x
run bash "$LAB/bin/note_pid" "$LAB/case/submit.sh"
check_equal status 143 "$status"
check_equal scancel 4242 "$(content scancel)"
wait
case_end

finish_tests
