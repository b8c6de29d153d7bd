#!/bin/bash
# What submit.sh looks at before it submits: everything that would go wrong, at once. The generated script's set_paths sets
# NEEDED_NAMES and NEEDED_PATHS: what must be there for the test, paths of the host.

look() {
  local name
  for name in launch.sh config.yaml; do [[ -f $here/$name ]] || found+=("there is no '$here/$name'"); done
  look_for_slurm
  look_for_paths
  look_at_work_dir
  look_at_config_dir
  for name in "${found[@]}"; do say "$name"; done
  ((${#found[@]} == 0))
}

# A controller that is away now is none that is missing: submitting waits for it.
look_for_slurm() {
  local tool error='' said='' asks=(squeue '-h --me -o %A' scontrol 'ping' sacct '-n -X -o State') i words
  command -v sbatch >/dev/null || found+=("there is no sbatch on this machine")
  for ((i = 0; i < ${#asks[@]}; i += 2)); do
    tool=${asks[i]}
    command -v "$tool" >/dev/null || continue
    read -ra words <<<"${asks[i + 1]}"
    if error=$("$tool" "${words[@]}" 2>&1 >/dev/null) || transient "$error"; then return 0; fi
    said+="; $tool: ${error%%$'\n'*}"
  done
  found+=("there is no way to follow a job: neither squeue, scontrol nor sacct can be used$said")
}

# True when this machine does not see path $1, or where it is depends on a variable that is not set.
unseen() {
  local folder folders
  [[ $1 != '$'* ]] || return 0
  IFS=: read -ra folders <<<"${PERFC_UNSEEN:-}"
  for folder in "${folders[@]}"; do
    folder=${folder%/}
    [[ $1 != "$folder" && $1 != "$folder"/* ]] || return 0
  done
  return 1
}

look_for_paths() {
  local i
  for i in "${!NEEDED_PATHS[@]}"; do
    if unseen "${NEEDED_PATHS[i]}" || [[ -e ${NEEDED_PATHS[i]} ]]; then continue; fi
    found+=("${NEEDED_NAMES[i]} '${NEEDED_PATHS[i]}' is not there")
  done
}

# Sets `above` to the nearest folder of path $1 that is there.
find_above() {
  above=$1
  while [[ ! -e $above && $above == */* ]]; do above=${above%/*}; done
  above=${above:-/}
}

# PERFC_SPACE_MB is a bound for what logs and reports take, with room to spare; engines and data lie elsewhere.
look_at_work_dir() {
  local above left wanted=${PERFC_SPACE_MB:-50}
  if unseen "$workDir"; then return 0; fi
  # Nothing can be mounted whose path has these, and under a tail of its own the work directory is mounted.
  [[ -z $WORK_TAIL || $workDir != *[,:]* ]] || found+=("the work directory '$workDir' has a ',' or ':', which no mount can have")
  find_above "$workDir"
  if [[ ! -d $above || ! -w $above ]]; then
    found+=("the work directory '$workDir' cannot be made or written")
  elif left=$(df -Pk -- "$above" 2>/dev/null | awk 'END { print $4 }') && [[ $left =~ ^[0-9]+$ ]] && ((left / 1024 < wanted)); then
    found+=("the disk of the work directory '$workDir' has $((left / 1024)) MB left, of the $wanted that PERFC_SPACE_MB asks for")
  fi
}

look_at_config_dir() {
  local target=$CONFIG_DIR/$CONFIG_NAME.yaml
  if [[ $CONFIG_DIR == '$'* ]]; then
    return 0
  elif [[ ! -d $CONFIG_DIR ]]; then
    found+=("there is no folder '$CONFIG_DIR' for the configuration")
  elif [[ -e $target ]]; then
    cmp -s -- "$here/config.yaml" "$target" || found+=("'$target' is there already and differs from config.yaml")
  elif [[ ! -w $CONFIG_DIR ]]; then
    found+=("the folder '$CONFIG_DIR' cannot be written")
  fi
}

# The pytest side finds configurations by name. Nobody ever sees half a file, or loses one of his own.
place_config() {
  local target=$CONFIG_DIR/$CONFIG_NAME.yaml part=$CONFIG_DIR/.$CONFIG_NAME.$$.part
  [[ ! -e $target ]] || return 0
  if ! cp -- "$here/config.yaml" "$part" || ! mv -n -- "$part" "$target"; then
    rm -f -- "$part"
    say "cannot write '$target'"
    return 1
  fi
  rm -f -- "$part"
  cmp -s -- "$here/config.yaml" "$target" || { say "'$target' appeared meanwhile and differs" && return 1; }
}
