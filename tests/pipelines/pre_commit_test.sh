#!/usr/bin/env bash
# The hooks under the real pre-commit, in a repository of their own: what is wrong stops a commit, what is laid out otherwise is
# mended, what is fine goes through.
#
# usage: pre_commit_test.sh PERFC PROJECT       PROJECT holds .pre-commit-hooks.yaml
set -Eeuo pipefail

perfc=$(realpath "$1")
hooks=$(realpath "$2")/.pre-commit-hooks.yaml
for tool in git pre-commit; do
  command -v "$tool" >/dev/null || { echo "skipped: there is no $tool" && exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch/home GIT_CONFIG_GLOBAL=$scratch/gitconfig PRE_COMMIT_HOME=$scratch/cache
export PATH=$scratch/bin:$PATH
mkdir -p "$HOME" "$scratch/bin"
ln -s "$perfc" "$scratch/bin/perfc"
git config --global user.name tester
git config --global user.email tester@example.org
git config --global init.defaultBranch main

passed=0
failed=0
check() { # WHAT COMMAND...
  if "${@:2}"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED %s\n' "$1"
    cat "$scratch/out" 2>/dev/null || true
  fi
}
commit() { git add -A && git commit -qm "$1" >"$scratch/out" 2>&1; }
refused() { ! commit "$1"; }
says() { grep -qF -- "$1" "$scratch/out"; }
silent() { ! says "$1"; }

git init -q "$scratch/perfc"
cp "$hooks" "$scratch/perfc"
(cd "$scratch/perfc" && git add -A && git commit -qm hooks && git tag v1)

git init -q "$scratch/work"
cd "$scratch/work"
cat >.pre-commit-config.yaml <<END
repos:
- repo: $scratch/perfc
  rev: v1
  hooks: [{id: perfc-fmt}, {id: perfc-check}]
END
git add -A && git commit -qm start
pre-commit install >/dev/null

cat >good.perf <<'END'
use std.trtllm

topology small {
  model = llama_v3_1_8b_instruct
  server : tp(1) { max_batch_size = 64 }
}
END
check "a clean file goes through" commit good
check "the hooks ran" says 'perfc check'

sed 's/max_batch_size/max_bach_size/' good.perf >bad.perf
check "a bad topology stops the commit" refused bad
check "with the place" says "bad.perf:5:20: error[E202]: unknown field 'max_bach_size' in server"
check "with the mend" says "did you mean 'max_batch_size'?"
check "and nothing of the clean file" silent good.perf
rm bad.perf

sed 's/  model = /     model   =/' good.perf >loose.perf
check "a loose layout stops the commit" refused loose
check "because it was mended" says 'files were modified by this hook'
check "into the layout" cmp -s good.perf loose.perf
check "and is then fine" commit again

echo 'a note' >README
check "other files do not concern it" commit readme
check "so that nothing runs" says 'Skipped'

echo "$passed passed, $failed failed"
((failed == 0))
