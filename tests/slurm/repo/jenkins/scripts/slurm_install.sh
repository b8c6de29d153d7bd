#!/bin/bash
# Stands in for the installation.
set -euo pipefail
begun=$SECONDS # for fault.sh
# shellcheck source=tests/slurm/repo/bin/fault.sh
source "${llmSrcNode:?}/bin/fault.sh"
read_fault install
echo "stand-in: installs on ${SLURMD_NODENAME:-?}"
while [[ -n $fault ]]; do
  strike
  sleep 0.2
done
