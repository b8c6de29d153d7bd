#!/bin/bash
# shellcheck disable=SC2119,SC2154 # submit has no need of arguments; lib.sh sets some
# Every state of a job and every reason to wait, one by one. usage: states_test.sh FOLDER-WITH-GENERATED-SCRIPTS
set -Eeuo pipefail
# shellcheck source=tests/runtime/submission.sh
source "$(dirname "${BASH_SOURCE[0]}")/submission.sh"
# shellcheck source=/dev/null
source "$(dirname "${BASH_SOURCE[0]}")/../../runtime/states.sh"

# What Slurm's manuals list, written down here once more.
finals='BOOT_FAIL CANCELLED DEADLINE FAILED LAUNCH_FAILED NODE_FAIL OUT_OF_MEMORY PREEMPTED RECONFIG_FAIL REVOKED SPECIAL_EXIT TIMEOUT'
moving='COMPLETING CONFIGURING EXPEDITING PENDING POWER_UP_NODE REQUEUED REQUEUE_FED RESIZING RUNNING SIGNALING STAGE_OUT STOPPED
  SUSPENDED UPDATE_DB'
holds='REQUEUE_HOLD RESV_DEL_HOLD'
check_equal states "$(xargs -n 1 <<<"$finals $moving $holds COMPLETED OUT_OF_ME" | sort | xargs)" \
  "$(printf '%s\n' "${!STATES[@]}" | sort | xargs)"

submit_case 'final states'
for state in $finals; do
  answers sacct "$state|0:0|3"
  submit
  check_equal "status of $state" 1 "$status"
  check_contains "output of $state" "test 'case': job 4242 $state, exit code 0:0, after 3 s" "$out"
  check_contains "explanation of $state" "submit.sh: job 4242: ${STATES[$state]#over:}" "$err"
done
case_end

submit_case 'states on the way'
for state in $moving; do
  answers sacct "$state|0:0" 'COMPLETED|0:0|3'
  submit
  check_equal "status after $state" 0 "$status"
  check_contains "line about $state" "submit.sh: job 4242: $state 0:00:0" "$err"
  check_lacks "warning about $state" 'for ever' "$err"
done
case_end

submit_case 'states that somebody has to end'
for state in $holds; do
  answers scontrol "JobId=4242 JobState=$state Reason=JobHeldUser Dependency=(null)" 'JobId=4242 JobState=COMPLETED Reason=None ExitCode=0:0'
  submit
  check_equal "status after $state" 0 "$status"
  check_contains "warning about $state" "job 4242 may wait for ever (JobHeldUser): ${STATES[$state]#held:}: 'scontrol release 4242' lets it run" "$err"
done
case_end

submit_case 'a state of a Slurm to come'
answers sacct 'DREAMING|0:0'
submit
check_equal status 1 "$status"
check_contains stderr 'job 4242 is DREAMING, a state that is not known here' "$err"
check_contains output 'lost: Slurm does not say what became of it' "$out"
case_end

submit_case 'a reason to wait that stays'
answers scontrol 'JobId=4242 JobState=PENDING Reason=PartitionNodeLimit Dependency=(null)' \
  'JobId=4242 JobState=PENDING Reason=PartitionNodeLimit Dependency=(null)' 'JobId=4242 JobState=PENDING Reason=Priority Dependency=(null)' \
  'JobId=4242 JobState=COMPLETED Reason=None ExitCode=0:0'
submit
check_equal 'warnings' "submit.sh: job 4242 may wait for ever (PartitionNodeLimit): it asks for more nodes, or fewer, than its partition allows; 'scancel 4242' gives it up" \
  "$(grep 'for ever' "$LAB/err")"
check_contains 'the line' 'submit.sh: job 4242: PENDING (PartitionNodeLimit) 0:00:0' "$err"
case_end

caseName='reasons to wait'
for reason in PartitionNodeLimit PartitionTimeLimit PartitionDown PartitionInactive BadConstraints ReqNodeNotAvail \
  'ReqNodeNotAvail,_UnavailableNodes:node3' Nodes_required_for_job_are_DOWN,_DRAINED_or_reserved_for_jobs_in_higher_priority_partitions \
  DependencyNeverSatisfied JobHeldUser JobHeldAdmin JobHoldMaxRequeue launch_failed_requeued_held job_requeued_in_held_state \
  InvalidAccount InvalidQOS QOSNotAllowed Reservation ReservationDeleted QOSMinGRES QOSMaxNodePerJobLimit QOSMaxWallDurationPerJobLimit \
  QOSMaxJobsPerUserLimit QOSMaxGRESPerUser QOSGrpCpuLimit QOSGrpNodeLimit QOSGrpGRESMinutes QOSUsageThreshold AssocGrpGRES \
  AssocGrpCPUMinutesLimit AssocGrpNodeLimit AssocMaxJobsLimit AssocMaxWallDurationPerJobLimit AssocMaxNodePerJobLimit \
  AccountingPolicy MaxMemPerLimit Licenses NodeDown; do
  [[ -n $(hindrance "$reason") ]] || wrong "$reason is not explained"
done
for reason in '' None Priority Resources Dependency BeginTime Prolog Cleaning JobArrayTaskLimit NonZeroExitCode; do
  check_equal "$reason" '' "$(hindrance "$reason")"
done
check_contains 'a budget' budget "$(hindrance AssocGrpCPUMinutesLimit)"
check_contains 'own jobs' 'others of yours' "$(hindrance QOSMaxJobsPerUserLimit)"

caseName='what is transient'
for text in 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' \
  'Unable to contact slurm controller (connect failure)' 'sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying' \
  'Resource temporarily unavailable' 'Slurm backup controller in standby mode' 'Zero Bytes were transmitted or received' \
  'RPC rate limit exceeded' 'Connection refused' 'Connection reset by peer'; do
  transient "$text" || wrong "'$text' counts as final"
done
for text in '' 'Invalid partition name specified' 'Invalid account or account/partition combination specified' \
  'Requested node configuration is not available' 'Slurm accounting storage is disabled' 'Invalid job id specified'; do
  ! transient "$text" || wrong "'$text' counts as transient"
done

finish_tests
