#!/bin/bash
set -Eeuo pipefail

TESTS=(
  single-agg llama_tp4_1k2k_con8 ''
)

#: runtime/run.sh
main "$@"
