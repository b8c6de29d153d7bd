#!/bin/bash
# Our own shell passes what generated shell has to pass. Run from the project's root.
set -Eeuo pipefail
files=(runtime/*.sh tests/runtime/*_test.sh)
for tool in 'bash -n' 'shellcheck -x' 'shfmt -i 2 -d'; do
  read -ra words <<<"$tool"
  if ! command -v "${words[0]}" >/dev/null; then
    echo "skipped: there is no ${words[0]}"
    continue
  fi
  for file in "${files[@]}"; do "${words[@]}" "$file"; done
done
