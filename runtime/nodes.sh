#!/bin/bash
# Which nodes of the job a server gets: slices of Slurm's own order, so that no two servers race for one node.

jobNodes=()

read_nodes() { # COUNT
  [[ -n ${SLURM_JOB_NODELIST:-} ]] || fail "SLURM_JOB_NODELIST is not set: submit this script with sbatch"
  mapfile -t jobNodes < <(scontrol show hostnames "$SLURM_JOB_NODELIST")
  ((${#jobNodes[@]} >= $1)) || fail "the test needs $1 nodes, the job has ${#jobNodes[@]} ('$SLURM_JOB_NODELIST')"
}

nodes() { # FIRST COUNT
  local IFS=,
  printf '%s' "${jobNodes[*]:$1:$2}"
}
