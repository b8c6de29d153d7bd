#!/bin/bash
# What Slurm's words mean, of versions 22.05 to 25.05: the states of a job, why it waits, and what Slurm says when it cannot answer
# just now. Three tables, and how to read them.

# over: it will not change; alive: it will; held: it stays so until somebody releases the job.
declare -A STATES=(
  [BOOT_FAIL]='over:a node could not boot'
  [CANCELLED]='over:it was cancelled'
  [COMPLETED]='over:it ended by itself'
  [COMPLETING]='alive:its processes are being ended'
  [CONFIGURING]='alive:its nodes are being made ready'
  [DEADLINE]='over:it could not end before its deadline'
  [EXPEDITING]='alive:it was requeued, with the right of way'
  [FAILED]='over:its script ended with an error'
  [LAUNCH_FAILED]='over:its nodes could not start it'
  [NODE_FAIL]='over:one of its nodes failed'
  [OUT_OF_ME]='over:a process took more memory than the job had'
  [OUT_OF_MEMORY]='over:a process took more memory than the job had'
  [PENDING]='alive:it waits for its turn'
  [POWER_UP_NODE]='alive:its nodes are being switched on'
  [PREEMPTED]='over:another job took its nodes'
  [RECONFIG_FAIL]='over:its nodes could not be configured'
  [REQUEUED]='alive:it goes into the queue again'
  [REQUEUE_FED]='alive:it goes into the queue of a federation again'
  [REQUEUE_HOLD]='held:it was put back into the queue, on hold'
  [RESIZING]='alive:it gets other nodes'
  [RESV_DEL_HOLD]='held:its reservation was deleted'
  [REVOKED]='over:another cluster of the federation runs it'
  [RUNNING]='alive:it runs'
  [SIGNALING]='alive:it is being sent a signal'
  [SPECIAL_EXIT]='over:it ended with a status that this site puts on hold'
  [STAGE_OUT]='alive:its files are being copied'
  [STOPPED]='alive:its processes are stopped'
  [SUSPENDED]='alive:it is suspended'
  [TIMEOUT]='over:it ran into its time limit'
  [UPDATE_DB]='alive:accounting is being told of it'
)

# Reasons to wait that time alone does not mend: a pattern, and what is to be known. The first that fits counts.
REASONS=(
  'PartitionNodeLimit' 'it asks for more nodes, or fewer, than its partition allows'
  'PartitionTimeLimit' 'its time limit is longer than its partition allows'
  'PartitionConfig' 'it asks for something that its partition does not allow'
  'PartitionDown' 'its partition starts no jobs: ask the administrators'
  'PartitionInactive' 'its partition takes no jobs: ask the administrators'
  'BadConstraints' 'no nodes have what it asks for'
  'Requested_node_configuration*' 'no nodes have what it asks for'
  'ReqNodeNotAvail*' 'nodes that it needs are down, drained or reserved, perhaps for maintenance that begins before its time limit ends'
  'Nodes_required_for_job_are*' 'nodes that it needs are down, drained or reserved for others'
  'NodeDown' 'a node that it needs is down'
  'DependencyNeverSatisfied' 'a job that it waits for did not end as it should have'
  'JobHeldUser' "it is held: 'scontrol release' lets it run"
  'JobHeldAdmin' 'an administrator holds it'
  'JobHoldMaxRequeue' 'it was started too often, and is held'
  '*[Rr]equeued_*held*' "it is held after a start that failed: 'scontrol release' lets it try again"
  'InvalidAccount' 'its account cannot be used: check the account of the cluster'
  'InvalidQOS' 'its QOS cannot be used'
  'QOSNotAllowed' 'its QOS cannot be used here'
  'AccountNotAllowed' 'its account cannot be used in its partition'
  'Reservation*' 'its reservation has not begun, or is gone'
  'QOSMin*' 'it asks for less than its QOS demands'
  'QOSMax*PerJob*' 'it asks for more than its QOS allows a job'
  'QOSMax*Wall*' 'its time limit is longer than its QOS allows'
  'QOSMax*' 'your jobs have all that their QOS allows: it starts when others of yours end'
  'QOS*Grp*Minutes*' 'the budget of its QOS is used up'
  'QOS*Grp*' 'the jobs of its QOS have all that is allowed: it starts when others end'
  'QOSUsageThreshold' 'its QOS has used too much'
  'AssocMax*PerJob*' 'it asks for more than its account allows a job'
  'AssocMax*Wall*' 'its time limit is longer than its account allows'
  'AssocMax*' 'your jobs have all that their account allows: it starts when others of yours end'
  'Assoc*Grp*Minutes*' 'the budget of its account is used up'
  'Assoc*Grp*' 'the jobs of its account have all that is allowed: it starts when others end'
  'AccountingPolicy' 'its account does not allow it'
  'MaxMemPerLimit' 'it asks for more memory than is allowed'
  'Licenses' 'licenses are missing'
  'BurstBuffer*' 'its burst buffer cannot be made'
)

# What Slurm says, in lower case, when asking again may help: its controller is busy, starts, moves to another machine.
TRANSIENT=(
  'socket timed out' 'unable to contact slurm controller' 'temporarily unable to accept' 'resource temporarily unavailable'
  'standby' 'zero bytes were transmitted' 'transport endpoint is not connected' 'connection refused' 'connection reset'
  'connection timed out' 'broken pipe' 'no route to host' 'rate limit' 'backoff' 'too many requests' 'controller is busy'
  'unexpected message received' 'unexpected msg' 'communication connection failure' 'failure in name resolution' 'try again'
)

# What state $1 means: `over`, `alive` or `held`; nothing when it is not known.
meaning() {
  local entry=${STATES[${1:-none}]:-}
  printf '%s' "${entry%%:*}"
}

# Why reason $1 to wait will not go away; nothing when it may.
hindrance() {
  local i
  for ((i = 0; i < ${#REASONS[@]}; i += 2)); do
    # shellcheck disable=SC2053 # a pattern
    if [[ $1 == ${REASONS[i]} ]]; then
      printf '%s' "${REASONS[i + 1]}"
      return 0
    fi
  done
}

# True when Slurm said $1 because it cannot answer just now.
transient() {
  local part
  for part in "${TRANSIENT[@]}"; do
    [[ ${1,,} != *"$part"* ]] || return 0
  done
  return 1
}
