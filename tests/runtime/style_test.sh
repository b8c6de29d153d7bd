#!/bin/bash
# Our own shell passes what generated shell has to pass. Run from the project's root. Exit status 77: a tool is missing, and what
# the others say is fine.
set -Eeuo pipefail
files=(runtime/*.sh tests/runtime/*.sh)
# The parts of one program use each other's variables: they are checked as they are joined.
programs=('nodes slurm steps fresh ready verdict' 'script states jobs progress look sbatch submit' 'script states jobs state progress junit run' 'script sync' 'script client')
joined=$(mktemp -d)
trap 'rm -rf -- "$joined"' EXIT
checked=(tests/runtime/*.sh)
for file in runtime/*.sh; do
  name=$(basename "$file" .sh)
  [[ " ${programs[*]} " == *" $name "* ]] || checked+=("$file")
done
for program in "${programs[@]}"; do
  read -ra parts <<<"$program"
  { echo '#!/bin/bash' && for part in "${parts[@]}"; do sed 1d "runtime/$part.sh"; done && echo 'main "$@"'; } >"$joined/${parts[-1]}.sh"
  checked+=("$joined/${parts[-1]}.sh")
done

skipped=0
for tool in 'bash -n' 'shellcheck -x' 'shfmt -i 2 -d'; do
  read -ra words <<<"$tool"
  if ! command -v "${words[0]}" >/dev/null; then
    echo "skipped: there is no ${words[0]}"
    skipped=77
    continue
  fi
  if [[ ${words[0]} == shellcheck ]]; then those=("${checked[@]}"); else those=("${files[@]}"); fi
  for file in "${those[@]}"; do "${words[@]}" "$file"; done
done
exit "$skipped"
