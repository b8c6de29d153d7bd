#!/bin/bash
# The bed itself: two at once, with and without accounting, as root and not; jobs run, options of pyxis arrive, nothing is left.
set -Eeuo pipefail
# shellcheck source=tests/slurm/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_bed

lab=$(mktemp -d)
trap 'rm -rf -- "$lab"' EXIT
chmod 755 "$lab"

# Processes of any bed below this test's folder.
left() { grep -lazE "^PERFC_BED=$lab/" /proc/[0-9]*/environ 2>/dev/null | wc -l; }

# What is run on a bed.
cat >"$lab/play" <<'END'
set -Eeuo pipefail
echo "bed: $PERFC_BED"
sinfo -h -N -o %N | xargs
printf '#!/bin/bash\nsrun --container-name=c --container-image=i --container-env=A,B -N 2 -w node2,node3 env\n' >"$WORKSPACE/job"
sbatch --wait -N 3 --gpus-per-node=2 --output="$WORKSPACE/job.log" "$WORKSPACE/job"
grep -c ^CUDA_VISIBLE_DEVICES=0,1 "$WORKSPACE/job.log"
grep -ho 'image=i name=c env=A,B' "$PERFC_BED/log/pyxis.log" | sort -u
scontrol -o show job 1 | grep -o 'JobState=[A-Z]*'
# What it says may lag behind.
for _ in {1..50}; do
  state=$(sacct -j 1 --format=State -Pn --allocations 2>&1) || break
  [[ $state != COMPLETED ]] || break
  sleep 0.1
done
echo "$state"
sleep 300 &
exec true
END

on_bed() { # OUTPUT OPTION...
  TMPDIR=$lab "$slurm/bed" "${@:2}" run bash "$lab/play" >"$lab/$1" 2>&1 || echo "status $?" >>"$lab/$1"
}

on_bed plain &
plain=$!
((EUID)) || ! command -v setpriv >/dev/null || {
  mkdir -m 777 "$lab/user"
  as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$lab/user" TMPDIR="$lab/user")
  if "${as_user[@]}" test -r "$slurm/bed" -a -r "$slurm/repo/bin/pytest"; then
    "${as_user[@]}" "$slurm/bed" run bash "$lab/play" >"$lab/user.out" 2>&1 || echo "status $?" >>"$lab/user.out"
  else
    say "skipped: an unprivileged user cannot read $slurm"
  fi
}
wait "$plain"
for name in plain user.out; do
  [[ -e $lab/$name ]] || continue
  seen=$(<"$lab/$name")
  check_contains "$name: nodes" 'node1 node2 node3 node4' "$seen"
  check_contains "$name: tasks with GPUs, container, state" $'\n2\nimage=i name=c env=A,B\nJobState=COMPLETED\n' "$seen"
  check_contains "$name: no accounting" 'Slurm accounting storage is disabled' "$seen"
  # The sleep that its command leaves is reported, and ended.
  check_contains "$name: what is left" 'still running: ' "$seen"
  check_contains "$name: status" 'status 70' "$seen"
done
check_equal 'processes left' 0 "$(left)"

if "$slurm/bed" --accounting check; then
  sed -i '/^sleep 300/d' "$lab/play"
  on_bed accounting --accounting
  check_contains 'sacct' $'\nJobState=COMPLETED\nCOMPLETED' "$(<"$lab/accounting")"
  [[ $(<"$lab/accounting") != *'status '* ]] || wrong "accounting: $(<"$lab/accounting")"
  check_equal 'processes left' 0 "$(left)"
fi
check_equal 'folders left' '' "$(find "$lab" -name 'perfc-bed.*')"
finish_tests
