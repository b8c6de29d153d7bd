#!/bin/bash
set -Eeuo pipefail

fallback0="/scratch/it's here/"
SUITE=smoke
SHARED_WORK_DIR=''
HOST=login.example.org
LOGIN=perf@login.example.org
FILES=(
  run.sh
  tests.txt
  tests.yml
  manifest.json
)
TESTS=(
  $'it\'s $(one)'
)
TEST_FILES=(
  launch.sh
  config.yaml
  test_list.txt
  commands.json
  submit.sh
  client.sh
)
NAMES=(
  WORKSPACE
  TRTLLM_DIR
  NVIDIA_IMEX_CHANNELS
)

set_paths() {
  if [[ -z $workDir ]]; then
    workDir="${WORKSPACE:-${fallback0}}"
  fi
  : "${TRTLLM_DIR:?is not set, and this test needs it}"
  NEEDED_NAMES=("the repository" "the container image" "the run script" "the install script" "the folder of configurations")
  NEEDED_PATHS=("${TRTLLM_DIR}" "/images/trtllm one.sqsh" "${TRTLLM_DIR}/jenkins/scripts/slurm_run.sh" "${TRTLLM_DIR}/jenkins/scripts/slurm_install.sh" "${TRTLLM_DIR}/tests/scripts/perf-sanity")
}

#: runtime/script.sh

#: runtime/sync.sh

main "$@"
