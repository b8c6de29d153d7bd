#!/bin/bash
set -Eeuo pipefail

TESTS=(
  single-agg llama_tp1_128x2048_con8 ''
  single-agg llama_pp2tp2_128x2048 ''
  single-agg llama_slow "does not fit"
)

#: runtime/run.sh
main "$@"
