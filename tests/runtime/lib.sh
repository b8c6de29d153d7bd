#!/bin/bash
# shellcheck disable=SC2034 # the tests that source this file use its variables
# What the tests of generated scripts share: stand-ins for Slurm's commands whose behaviour a test writes down role by
# role, and checks that count what failed. A test script sources this, says `case_begin NAME`, acts, checks.

export scripts=${1:?the folder with the generated scripts}
failed=0

say() { printf '%s\n' "$1"; }

# Every case gets a folder with stand-ins of its own; LAB marks all processes that belong to it.
case_begin() { # NAME
  caseName=$1
  LAB=$(mktemp -d)
  export LAB
  mkdir "$LAB/bin" "$LAB/does"
  install_stand_ins
}

case_end() {
  check_nothing_left
  rm -rf -- "$LAB"
}

wrong() {
  say "FAILED $caseName: $1"
  failed=$((failed + 1))
}

check_equal() { # WHAT EXPECTED SEEN
  [[ $2 == "$3" ]] || wrong "$1: expected '$2', saw '$3'"
}

check_contains() { # WHAT PART TEXT
  [[ $3 == *"$2"* ]] || wrong "$1: expected '$2' in '$3'"
}

check_lacks() { # WHAT PART TEXT
  [[ $3 != *"$2"* ]] || wrong "$1: did not expect '$2' in '$3'"
}

check_at_most() { # WHAT LIMIT SEEN
  (($3 <= $2)) || wrong "$1: expected at most $2, saw $3"
}

# No process of this case is there any more, zombies apart, soon.
check_nothing_left() {
  local left end=$((SECONDS + 10))
  while left_over && ((SECONDS < end)); do sleep 0.05; done
  [[ -z $left ]] || wrong "still running:$left"
}

# Sets `left` to the processes of this case; false when there is none.
left_over() {
  local file pid line
  left=''
  for file in /proc/[0-9]*/environ; do
    pid=${file#/proc/}
    pid=${pid%/environ}
    [[ $pid != "$$" && $pid != "$BASHPID" ]] || continue
    grep -qaF "LAB=$LAB" "$file" 2>/dev/null || continue
    read -r line 2>/dev/null <"/proc/$pid/stat" || continue
    [[ ${line##*) } == Z* || $line == *'(grep)'* ]] || left+=" ${line%%) *})"
  done
  [[ -n $left ]]
}

stand_in() { # NAME, body on standard input
  { printf '#!/bin/bash\n' && cat; } >"$LAB/bin/$1"
  chmod +x "$LAB/bin/$1"
}

# What a role's srun does; the default is in the stand-in.
role() { # ROLE, body on standard input
  cat >"$LAB/does/$1"
}

install_stand_ins() {
  stand_in srun <<'END'
role=${DISAGG_SERVING_TYPE:-install}
printf '%s|%s|%s\n' "$role" "$*" "$pytestCommand" >>"$LAB/steps"
echo "this is $role"
if [[ -f $LAB/does/$role ]]; then
  source "$LAB/does/$role"
elif [[ $role == BENCHMARK ]]; then
  sleep 0.5
  touch "$LAB/done"
elif [[ $role != install ]]; then
  until [[ -e $LAB/done ]]; do sleep 0.05; done
fi
END
  stand_in scancel <<<"echo \"\$*\" >>'$LAB/scancel'"
  stand_in scontrol <<<"printf 'node%s\n' 1 2 3"
  # Becomes the script that is to get a signal.
  stand_in note_pid <<<"echo \"\$\$\" >'$LAB/pid'; exec bash \"\$@\""
  stand_in nvidia-smi <<<'echo 4'
}

# Runs a script of the case; sets status, out, err and took (seconds).
run() { # COMMAND...
  local begin=$SECONDS
  status=0
  PATH=$LAB/bin:$PATH "$@" >"$LAB/out" 2>"$LAB/err" || status=$?
  took=$((SECONDS - begin))
  out=$(<"$LAB/out")
  err=$(<"$LAB/err")
}

# Waits until a file of the case holds a text.
await() { # FILE TEXT
  local end=$((SECONDS + 60))
  until grep -qsF -- "$2" "$LAB/$1"; do
    if ((SECONDS >= end)); then
      wrong "'$2' did not come up in $1"
      return
    fi
    sleep 0.025
  done
}

# Sends a signal to what note_pid runs, in the background, when a file of the case holds a text.
signal_when() { # SIGNAL FILE TEXT
  rm -f "$LAB"/{pid,out,err,signalled}
  (
    await "$2" "$3"
    kill -"$1" "$(<"$LAB/pid")"
    touch "$LAB/signalled"
  ) &
}

# For stand-ins that are to be at work as the signal comes.
until_signalled() {
  until [[ -e $LAB/signalled ]]; do sleep 0.02; done
}
export -f until_signalled

content() { # FILE of the case
  if [[ -f $LAB/$1 ]]; then cat "$LAB/$1"; fi
}

finish_tests() {
  ((failed == 0)) || {
    say "$failed checks failed"
    exit 1
  }
  say "all passed"
}
