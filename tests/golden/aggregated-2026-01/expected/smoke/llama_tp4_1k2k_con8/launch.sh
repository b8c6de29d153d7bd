#!/bin/bash
#SBATCH --output=/scratch/results/slurm_%j.log
#SBATCH --nodes=1
#SBATCH --partition=batch
#SBATCH --account=research
#SBATCH --job-name=aggr_perf_test
#SBATCH --time=01:30:00

set -Eeuo pipefail
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR

#: runtime/slurm.sh

#: runtime/steps.sh

workDir=${PERFC_WORK_DIR:-}
if [[ -z $workDir ]]; then
  workDir=/scratch/results
fi

srunArgs=(
  "--mpi=pmi2"
  "--container-image=nvcr.io/nvidia/tensorrt-llm:latest"
  "--container-workdir=/opt/TensorRT-LLM"
  "--container-mounts=/opt/TensorRT-LLM:/opt/TensorRT-LLM,/models:/models"
)

cancelsJob=yes
logDir="${workDir}/disagg_workspace"
begin
start SERVER '' "${srunArgs[@]}" -N 1 -A research -p batch python3 -m pytest tests/integration/defs/perf/test_perf_sanity.py::test_e2e -k aggr_upload-llama_hopper-llama_tp4_1k2k_con8 -v
finish
