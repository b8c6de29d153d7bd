#!/bin/bash
# shellcheck disable=SC2016 # stand-ins expand what is in single quotes here
# What the tests of sync.sh share: a suite in a folder of the case, and a cluster in $LAB/far that a stand-in for ssh reaches.

# shellcheck source=tests/runtime/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A suite here, and a cluster in $LAB/far.
sync_case() { # NAME [CONTRACT]
  case_begin "$1"
  cp -r "$scripts/${2:-perfc}" "$LAB/nightly"
  touch "$LAB/nightly"/{tests.txt,tests.yml,manifest.json,notes.txt} "$LAB/nightly/case"/{test_list.txt,commands.json,client.sh}
  mkdir -p "$LAB/far/work" "$LAB/far/scripts" "$LAB/far/opt/trtllm/configs"
  touch "$LAB/far/scripts"/slurm_{run,install}.sh
  sed -i "/^set_paths/,/^}/ s#\([ (\"]\|:-\)/#\1$LAB/far/#g" "$LAB/nightly/sync.sh"
  cat >"$LAB/nightly/run.sh" <<'END'
#!/bin/bash
printf '%s|' "$PWD" "${WORKSPACE-}" "$@" >"$LAB/ran"
echo "PASSED case"
echo "to stderr" >&2
if [[ -f $LAB/does/run ]]; then source "$LAB/does/run"; fi
END
  stand_in ssh <<'END'
echo "${*//$'\n'/ }" >>"$LAB/ssh"
while (($#)); do
  case $1 in
  -o | -l) shift ;;
  -O) exit ;;
  -fN) connects=1 ;;
  -n | --) ;;
  *) break ;;
  esac
  shift
done
if [[ -f $LAB/does/ssh ]]; then source "$LAB/does/ssh"; fi
[[ -z ${connects:-} ]] || exit 0
shift
cd "$LAB/far" && exec bash -c "$*"
END
  unset WORKSPACE
}

sync_suite() {
  run "$LAB/nightly/sync.sh" "$@"
}

far_case() { # what a test leaves on the cluster
  mkdir -p "$1/disagg_workspace/deep"
  touch "$1"/{results.xml,report.csv,slurm_7.log,engine.bin} "$1/disagg_workspace"/{gen_server_0.log,core} "$1/disagg_workspace/deep/x.log"
}
