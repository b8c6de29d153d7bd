#!/bin/bash
# shellcheck disable=SC2154 # lib.sh sets some
# What the tests of submit.sh share: a test's folder in the folder of the case, and a Slurm whose answers a test writes down.

# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A copy of the test's folder with its paths in the case's own folder.
submit_case() { # NAME
  case_begin "$1"
  mkdir "$LAB/configs" "$LAB/scripts"
  touch "$LAB/scripts/slurm_run.sh" "$LAB/scripts/slurm_install.sh"
  cp -r "$scripts/perfc/case" "$LAB/case"
  sed -i "s|^\( *workDir=\)/work/|\1$LAB/work/|; s|CONFIG_DIR=/opt.*|CONFIG_DIR=$LAB/configs|; s|/scripts/|$LAB/scripts/|g" \
    "$LAB/case/submit.sh"
  stand_in sbatch <<'END'
printf '%s\n' "$@" >"$LAB/sbatch"
echo "${1#--comment=}" >>"$LAB/marks"
echo "${PERFC_WORK_DIR-none}" >"$LAB/work_dir"
echo Submitted batch job 4242
END
  stand_in sacct <<<'[[ $* != *-j* ]] || echo "COMPLETED|0:0"'
  stand_in scontrol <<<'exit 1'
  stand_in squeue <<<'exit 0'
  stand_in scancel <<'END'
echo "$*" >>"$LAB/scancel"
if [[ -f $LAB/sacct.answers ]]; then echo 'CANCELLED by 0|0:15' >"$LAB/sacct.answers"; fi
END
}

submit() {
  run env PERFC_POLL_SECONDS=0.05 bash "$LAB/case/submit.sh" "$@"
}

# Successive answers of a stand-in on a job, the last one for ever. `fail TEXT`: it fails, and says that.
answers() { # NAME ANSWER...
  printf '%s\n' "${@:2}" >"$LAB/$1.answers"
  stand_in "$1" <<END
[[ " \$* " == *' -j '* || "\$*" == *'show job'* ]] || exit 0
line=\$(head -n 1 '$LAB/$1.answers')
if ((\$(wc -l <'$LAB/$1.answers') > 1)); then sed -i 1d '$LAB/$1.answers'; fi
if [[ \$line == fail* ]]; then echo "\${line#fail}" >&2; exit 1; fi
[[ -z \$line ]] || echo "\$line"
END
}

# The arguments of the last call of sbatch, without the mark, which is the first.
sbatch_arguments() { sed 1d "$LAB/sbatch" | xargs; }
