#!/bin/bash
# shellcheck disable=SC2154 # lib.sh sets some
# What the tests of run.sh share: a suite of four tests in a folder of the case, whose submit.sh are stand-ins, and a Slurm
# whose jobs go through the states that a test wrote down.

# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

suite_case() { # NAME
  local name
  case_begin "$1"
  mkdir "$LAB/jobs" "$LAB/ends"
  cp "$scripts/perfc/run.sh" "$LAB/run.sh"
  echo '{}' >"$LAB/manifest.json"
  sed -i "s/^  disagg case ''$/  single-agg one ''\n  multi-agg two ''\n  disagg three ''\n  disagg 'fo ur' 'no nodes'/" "$LAB/run.sh"
  for name in one two three 'fo ur'; do add_test "$name"; done
  stand_in sacct <<'END'
file=$LAB/jobs/$2
[[ -f $file ]] || exit 0
head -n 1 "$file"
if (($(wc -l <"$file") > 1)); then sed -i 1d "$file"; fi
END
  stand_in scontrol <<<'exit 1'
  stand_in squeue <<<'exit 1'
  stand_in scancel <<'END'
echo "$*" >>"$LAB/scancel"
[[ ! -f $LAB/does/scancel ]] || source "$LAB/does/scancel"
for id; do echo 'CANCELLED by 0|0:15' >"$LAB/jobs/$id"; done
END
}

# A test that passes after a while, in 7 s as Slurm counts.
add_test() { # NAME
  mkdir "$LAB/$1"
  job "$1" 'PENDING|0:0' 'RUNNING|0:0' 'COMPLETED|0:0|7'
  cat >"$LAB/$1/submit.sh" <<'END'
#!/bin/bash
name=$(basename -- "$(dirname -- "${BASH_SOURCE[0]}")")
echo "$name:$*" >>"$LAB/calls"
echo chatter
[[ $1 == --detach ]] || exit 0
if [[ -f $LAB/ends/$name.refused ]]; then
  cat "$LAB/ends/$name.refused" >&2
  exit 1
fi
id=$(($(cat "$LAB/last" 2>/dev/null || echo 1000) + 1))
echo "$id" >"$LAB/last"
cp "$LAB/ends/$name" "$LAB/jobs/$id"
# How many jobs are in the queue now.
count=0
for file in "$LAB/jobs"/*; do case $(head -n 1 "$file") in PENDING* | RUNNING*) count=$((count + 1)) ;; esac done
if ((count > $(cat "$LAB/most" 2>/dev/null || echo 0))); then echo "$count" >"$LAB/most"; fi
if [[ -f $LAB/does/submit ]]; then source "$LAB/does/submit"; fi
printf '%s\n%s\n' "$id" "$(cat "$LAB/logs" 2>/dev/null || echo "/logs/$id.log")" >"$PERFC_PLACE_FILE"
END
  chmod +x "$LAB/$1/submit.sh"
}

# What sacct says of the job of a test, the last for ever.
job() { # TEST ANSWER...
  printf '%s\n' "${@:2}" >"$LAB/ends/$1"
}

refuse() { # TEST TEXT: its submit.sh says the text, and fails
  printf '%s' "$2" >"$LAB/ends/$1.refused"
}

# Other tests in place of the four.
set_tests() { # NAME...
  local name list=''
  for name; do
    [[ -d $LAB/$name ]] || add_test "$name"
    list+="  disagg ${name@Q} ''"$'\n'
  done
  LIST=$list awk '/^  (single-agg|multi-agg|disagg) / { next } { print } /^TESTS=\($/ { printf "%s", ENVIRON["LIST"] }' \
    "$scripts/perfc/run.sh" >"$LAB/run.sh"
}

run_suite() {
  run env PERFC_POLL_SECONDS=0.05 "$LAB/run.sh" "$@"
}

# The report in few words.
report() {
  python3 - "$LAB/results/run.xml" <<'END'
import sys
import xml.etree.ElementTree as tree
suite = tree.parse(sys.argv[1]).getroot()[0]
print(*(f"{key}={suite.get(key)}" for key in ("tests", "failures", "errors", "skipped")))
for case in suite:
    assert case.get("classname").startswith("nightly."), case.attrib
    inner = case[0] if len(case) else None
    print(case.get("name"), "passed " + case.get("time") if inner is None else f"{inner.tag} {inner.get('message')}")
END
}
