#!/bin/bash
# shellcheck disable=SC2119,SC2154 # submit has no need of arguments; lib.sh sets some
# How submit.sh gets a job into the queue, once: a Slurm that is busy, away, or takes jobs without saying so.
# usage: sbatch_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/submission.sh
source "$(dirname "${BASH_SOURCE[0]}")/submission.sh"

# What sbatch does, call by call, the last for ever: `take` (the job is in the queue, and it says so), `lose TEXT` (it is, and
# it says TEXT and fails), `refuse TEXT` (it is not). The queue's jobs are lines of the file queue, as squeue shows them.
sbatch_does() { # STEP...
  printf '%s\n' "$@" >"$LAB/steps"
  : >"$LAB/queue"
  stand_in sbatch <<'END'
step=$(head -n 1 "$LAB/steps")
if (($(wc -l <"$LAB/steps") > 1)); then sed -i 1d "$LAB/steps"; fi
echo "${1#--comment=}" >>"$LAB/marks"
id=$((4242 + $(wc -l <"$LAB/queue")))
[[ $step == refuse* ]] || echo "$id|$1|${*: -2}" >>"$LAB/queue"
[[ ! -f $LAB/does/sbatch ]] || source "$LAB/does/sbatch"
[[ $step == take ]] || { echo "sbatch: error: Batch job submission failed: ${step#* }" >&2; exit 1; }
echo "sbatch: warning: it rains" >&2
echo "Submitted batch job $id"
END
  stand_in squeue <<'END'
[[ ! -f $LAB/does/squeue ]] || source "$LAB/does/squeue"
[[ $* != *'%A|%k|%o'* ]] || cat "$LAB/queue"
END
}

timeout='Socket timed out on send/recv operation'
away='Unable to contact slurm controller (connect failure)'

submit_case 'a good submission'
sbatch_does take
submit
check_equal status 0 "$status"
check_contains stderr 'sbatch: warning: it rains' "$err"
check_equal 'calls' 1 "$(wc -l <"$LAB/marks")"
[[ $(content marks) =~ ^perfc-[0-9]+-.{8,}$ ]] || wrong "the mark is '$(content marks)'"
submit
check_equal 'different marks' 2 "$(sort -u "$LAB/marks" | wc -l)"
check_equal 'of the same test' 1 "$(cut -d- -f1,2 "$LAB/marks" | sort -u | wc -l)"
case_end

for text in "$timeout" "$away" 'Slurm backup controller in standby mode' 'Resource temporarily unavailable' \
  'Slurm temporarily unable to accept job, sleeping and retrying'; do
  submit_case "busy: $text"
  sbatch_does "refuse $text" "refuse $text" take
  submit
  check_equal status 0 "$status"
  check_equal calls 3 "$(wc -l <"$LAB/marks")"
  check_equal marks 1 "$(sort -u "$LAB/marks" | wc -l)"
  check_equal jobs 1 "$(wc -l <"$LAB/queue")"
  check_contains stderr "$text" "$err"
  check_contains stderr 'submit.sh: waits: it has not; tries again in 2 s' "$err"
  check_contains stderr 'submit.sh: waits: it has not; tries again in 4 s' "$err"
  check_contains output 'job 4242 COMPLETED' "$out"
  case_end
done

submit_case 'the answer is lost'
sbatch_does "lose $timeout" take
submit
check_equal status 0 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
check_contains stderr 'submit.sh: Slurm has taken it: job 4242' "$err"
check_contains output 'job 4242 COMPLETED' "$out"
case_end

submit_case 'a comment of the user stays: the mark is an argument'
sbatch_does "lose $timeout" take
submit -- '--comment=my own'
check_equal status 0 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
check_contains queue "4242|--comment=my own|$LAB/case/launch.sh perfc-" "$(content queue)"
sbatch_does take
sed -i '2i #SBATCH --comment=theirs' "$LAB/case/launch.sh"
submit
check_contains 'queue with a comment in the header' "$LAB/case/launch.sh perfc-" "$(content queue)"
case_end

submit_case 'the answer is lost, and so is squeue: scontrol shows the job'
sbatch_does "lose $timeout" take
stand_in squeue <<<'exit 1'
stand_in scontrol <<'END'
[[ $* != '-o show job' ]] || sed 's/^\(.*\)|\(.*\)$/JobId=\1 JobName=x Command=\2 WorkDir=/' "$LAB/queue"
[[ $* != ping ]] || exit 0
[[ $* != *' 4242' ]] || exit 1
END
submit
check_equal status 0 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
case_end

submit_case 'the job is over before it is looked for: accounting shows it'
sbatch_does "lose $timeout" take
stand_in squeue <<<'exit 0'
stand_in sacct <<'END'
if [[ $* == *SubmitLine* ]]; then cat "$LAB/queue"; elif [[ $* == *-j* ]]; then echo 'COMPLETED|0:0'; fi
END
submit
check_equal status 0 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
case_end

submit_case 'no new try before Slurm answers'
sbatch_does "lose $away" take
# Away for five calls, then back, with the job.
role squeue <<'END'
echo x >>"$LAB/looks"
if (($(wc -l <"$LAB/looks") < 6)); then exit 1; fi
END
stand_in scontrol <<<'[[ $* == ping ]]'
submit
check_equal status 0 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
case_end

submit_case 'a job that appears late: looked for twice'
sbatch_does "lose $timeout" take
role squeue <<'END'
if [[ $* == *'%A|%k|%o'* ]]; then
  echo x >>"$LAB/looks"
  if (($(wc -l <"$LAB/looks") < 2)); then exit 0; fi
fi
END
submit
check_equal status 0 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
case_end

submit_case 'a job that appears after another was submitted'
sbatch_does "lose $timeout" take
role squeue <<'END'
if [[ $* == *'%A|%k|%o'* ]]; then
  echo x >>"$LAB/looks"
  if (($(wc -l <"$LAB/looks") < 3)); then exit 0; fi
fi
END
submit
check_equal status 0 "$status"
check_contains stderr 'submit.sh: Slurm has taken the test more than once: job 4242 stays, and 4243 is cancelled' "$err"
check_equal scancel 4243 "$(content scancel)"
check_contains output 'job 4242 COMPLETED' "$out"
case_end

submit_case 'Slurm stays away'
sbatch_does "refuse $away"
role squeue <<<'exit 1'
stand_in scontrol <<<'[[ $* == ping ]]'
run env PERFC_POLL_SECONDS=0.05 PERFC_SUBMIT_SECONDS=1 bash "$LAB/case/submit.sh"
check_equal status 1 "$status"
check_contains stderr 'submit.sh: Slurm does not answer, and may have the job:' "$err"
check_contains stderr "shows it with '$(content marks)'" "$err"
case_end

submit_case 'Slurm stays busy'
sbatch_does "refuse $timeout"
run env PERFC_POLL_SECONDS=0.05 PERFC_SUBMIT_SECONDS=1 bash "$LAB/case/submit.sh"
check_equal status 1 "$status"
check_contains stderr "submit.sh: gives up: Slurm has not taken test 'case' for 1 s" "$err"
case_end

submit_case 'a refusal is final'
sbatch_does 'refuse Invalid partition name specified'
submit
check_equal status 1 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
check_equal stderr "sbatch: error: Batch job submission failed: Invalid partition name specified
submit.sh: sbatch refused test 'case'" "$err"
case_end

submit_case 'sbatch is killed'
sbatch_does take
# shellcheck disable=SC2016 # the stand-in expands it
role sbatch <<<'if [[ ! -e $LAB/killed ]]; then touch "$LAB/killed"; kill -9 $$; fi'
submit
check_equal status 0 "$status"
check_equal calls 1 "$(wc -l <"$LAB/marks")"
case_end

submit_case 'a signal while the job is looked for'
sbatch_does "lose $away"
# shellcheck disable=SC2016
role squeue <<<'if [[ ! -e $LAB/signalled ]]; then exit 1; fi'
stand_in scontrol <<<'[[ $* == ping ]]'
answers sacct 'PENDING|0:0'
signal_when TERM err 'waits: Slurm may have taken the job'
run env PERFC_POLL_SECONDS=0.1 bash "$LAB/bin/note_pid" "$LAB/case/submit.sh"
wait
check_equal status 143 "$status"
check_equal scancel 4242 "$(content scancel)"
case_end

finish_tests
