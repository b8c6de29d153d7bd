#!/bin/bash
# Work directories of a test's own begin empty: what an earlier run left there, of this job before it was requeued too, would
# mislead servers that find each other by files, and reports would be taken for new ones. It is put aside, not deleted.

fresh() { # WORK-DIRECTORY
  local entry owner='' moved=''
  need_srun
  mkdir -p -- "$1" || fail "cannot make the work directory '$1'"
  { read -r owner <"$1/.job"; } 2>/dev/null || owner=''
  if [[ $owner =~ ^[1-9][0-9]*$ && $owner != "${SLURM_JOB_ID:-}" ]] && at_work "$owner"; then
    fail "job $owner is at work in '$1': wait for it, or use another work directory"
  fi
  { printf '%s\n' "${SLURM_JOB_ID:-}" >"$1/.job"; } 2>/dev/null ||
    fail "cannot write into the work directory '$1': its disk may be full"
  for entry in "$1"/*; do
    [[ -e $entry || -L $entry ]] || continue
    case ${entry##*/} in
    earlier | slurm_*.log | coverage_config.json) continue ;;
    esac
    # What this job writes, it may have just begun.
    [[ ! $entry -ef /proc/$$/fd/1 && ! $entry -ef /proc/$$/fd/2 ]] || continue
    # Of earlier runs the last one is kept.
    [[ -n $moved ]] || { rm -rf -- "$1/earlier" && mkdir -- "$1/earlier"; } || fail "cannot empty '$1/earlier'"
    moved=1
    mv -f -- "$entry" "$1/earlier/" || fail "cannot put aside '$entry' of an earlier run"
  done
}

at_work() { # JOB
  command -v squeue >/dev/null && [[ $(bounded 5 squeue -h -j "$1" -o %T) == RUNNING ]]
}
