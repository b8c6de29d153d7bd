#!/bin/bash
# The default of NVIDIA_VISIBLE_DEVICES: every GPU of the node, by number, or the word that means the same where
# nvidia-smi cannot say how many there are.

visible_gpus() {
  local count
  count=$(nvidia-smi --query-gpu=count -i 0 --format=csv,noheader 2>/dev/null) || count=0
  if [[ $count =~ ^[1-9][0-9]?$ ]]; then
    seq -s , 0 "$((count - 1))"
  else
    echo all
  fi
}
