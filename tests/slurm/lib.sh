#!/bin/bash
# What the tests on a bed share.

slurm=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" >/dev/null && pwd)
failed=0

say() { printf '%s\n' "$1"; }

wrong() {
  say "FAILED $1"
  failed=$((failed + 1))
}

check_equal() { # WHAT EXPECTED SEEN
  [[ $2 == "$3" ]] || wrong "$1: expected '$2', saw '$3'"
}

check_contains() { # WHAT PART TEXT
  [[ $3 == *"$2"* ]] || wrong "$1: expected '$2' in '$3'"
}

# Where Slurm is not installed, the test is skipped, with bed's own words.
need_bed() {
  local status=0
  "$slurm/bed" check || status=$?
  ((status == 0)) || exit "$status"
}

finish_tests() {
  ((failed == 0)) || {
    say "$failed checks failed"
    exit 1
  }
  say "all passed"
}
