#!/bin/bash
# What run.sh remembers for --resume: a file with a line for each test that was begun, always whole, and the build that it
# belongs to. Fields: test, job, verdict, seconds, log, why; parted by tabs, with \\, \t and \n for what would break them.

escape() { # TEXT; sets `escaped`
  escaped=${1//"\\"/"\\\\"}
  escaped=${escaped//$'\t'/'\t'}
  escaped=${escaped//$'\n'/'\n'}
}

save_state() {
  local i line field
  if {
    printf 'perfc-run 1 %s\n' "$build"
    for i in "${!names[@]}"; do
      [[ -n ${verdicts[i]} ]] || continue
      line=''
      for field in "${names[i]}" "${jobs[i]}" "${verdicts[i]}" "${seconds[i]}" "${logs[i]}" "${whys[i]}"; do
        escape "$field"
        line+=${line:+$'\t'}$escaped
      done
      printf '%s\n' "$line"
    done
  } >"$stateFile.part" && mv -f -- "$stateFile.part" "$stateFile"; then
    return 0
  fi
  say "cannot write '$stateFile': --resume will not know this"
}

# The hash of this build's manifest: what was compiled, by each file's own hash.
read_build() {
  build=$(sha256sum 2>/dev/null <"$here/manifest.json") || build=unknown
  build=${build%% *}
}

load_state() {
  local line fields i
  local -A index=()
  exec {input}<"$stateFile"
  read -r line <&"$input" || line=''
  if [[ $line != 'perfc-run 1 '* ]]; then
    misused "'$stateFile' is none of run.sh's: start without --resume"
  elif [[ $line != "perfc-run 1 $build" ]]; then
    misused "'$stateFile' belongs to another build of this suite, whose tests may differ: start without --resume"
  fi
  for i in "${!names[@]}"; do index["x${names[i]}"]=$i; done
  while IFS= read -r line; do
    fields=()
    # Not IFS: it takes two tabs for one.
    while [[ $line == *$'\t'* ]]; do
      printf -v "fields[${#fields[@]}]" '%b' "${line%%$'\t'*}"
      line=${line#*$'\t'}
    done
    i=${index["x${fields[0]:-}"]:-}
    [[ -n $i && ${#fields[@]} == 5 && ${fields[1]:-1}${fields[3]:-0} =~ ^[1-9][0-9]*$ ]] || continue
    jobs[i]=${fields[1]} verdicts[i]=${fields[2]} seconds[i]=${fields[3]} logs[i]=${fields[4]}
    printf -v "whys[$i]" '%b' "$line"
  done <&"$input"
  exec {input}<&-
}
