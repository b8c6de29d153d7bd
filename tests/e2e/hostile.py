#!/usr/bin/env python3
"""Hostile text in names, paths, mounts and environment values: it arrives unchanged at the program that the run script
starts, or is refused with a place; it is never run.

usage: hostile.py PERFC

Generated launch scripts run under a stand-in srun whose steps do what real run scripts do: `eval $pytestCommand`. What
the program started there saw (arguments and environment) is compared with commands.json. Every text would leave a file
behind if any shell ran it. The last line is `N passed, N failed`.
"""
import concurrent.futures
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

TEXTS = [
    "$(touch PWNED)", "`touch PWNED`", "${HOME}", "$HOME", "a'b", 'a"b', "a'\"b\\", "two  blanks", " leading", "trailing ", "tab\there",
    "line\nbreak", "\n", "-n", "--option=x", "*", "?", "[a]", "~", "~root", "!x", "a;touch PWNED", "a|b", "a&b", "a>PWNED", "#x", "é漢字🙂",
    "{a,b}", "(x)", "<x", "\\", "\\n", "%s", "=", "a=b", "$", "$$", "\u00a0", "'", '"', "\u0001", "\x7f", "x" * 3000,
]

PROGRAM = """\
use std.trtllm
cluster c {{
  gpus_per_node = 4
  container {{ image = {image}, mounts = [{mount}] }}
  model_root = {models}
  repo = {repo}
  work_dir = {work}
}}
harness h : perf_sanity {{
  run_script = {run_script}
  env {{ HARNESS = {text} }}
  contract = {contract}
}}
model m : deepseek_r1 {{ dir = "x" }}
topology t {{
  model = m
  ctx 1 : dep(4) {{ env {{ CTX = {text} }} }}
  gen 1 : dep(4) {{ }}
  env {{ COMMON = {text} }}
  router {{ env {{ ROUTER = {text} }} }}
  cache_transceiver_config {{ backend = UCX }}
}}
benchmark b {{ concurrency = [1], env {{ BENCH = {text} }} }}
suite s on c {{
  harness = h
  test t with b as {name}
}}
"""

# Started some hundred times: without what Python looks for at its start.
RECORDER = f"""\
#!{sys.executable} -IS
import json, os, sys
role = os.environ.get("DISAGG_SERVING_TYPE", "install")
with open(os.path.join(os.environ["RECORD"], role + ".json"), "w") as out:
    json.dump({{"argv": sys.argv[1:], "env": dict(os.environ)}}, out)
"""
# What srun does with the command, without Slurm. Servers stay until the benchmark has been recorded.
SRUN = """\
#!/bin/bash
for last; do :; done
[[ -x $last ]] || exit 0
"$last" || exit $?
echo "I have started"
[[ ${DISAGG_SERVING_TYPE:-} != BENCHMARK ]] || sleep 1
case ${DISAGG_SERVING_TYPE:-} in CTX_* | GEN_* | DISAGG_SERVER) for i in {1..300}; do [[ -e $RECORD/BENCHMARK.json ]] && break; sleep 0.1; done ;; esac
"""
RUN = "#!/bin/bash\neval $pytestCommand\n"


def quoted(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{{{ord(c):x}}}" for c in out) + '"'


def executable(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def usable_in_path(text):
    return "/" not in text and "\0" not in text and len(text) < 200 and text not in (".", "..")


def check(perfc, text, contract, folder):
    """The reason of a failure, or None."""
    part = text if usable_in_path(text) and ":" not in text and "," not in text else "plain"
    repo, models, run_script = folder / f"repo{part}", folder / f"models{part}", folder / f"scripts{part}" / "run.sh"
    record, tools, cwd = folder / "record", folder / "bin", folder / "cwd"
    for directory in (record, cwd, models):
        directory.mkdir(parents=True)
    for name in ("pytest", "python3x"):
        executable(tools / name, RECORDER)
    executable(repo / "tensorrt_llm/llmapi/trtllm-llmapi-launch", '#!/bin/bash\nshift\nexec pytest "$@"\n')
    executable(tools / "srun", SRUN)
    executable(tools / "scancel", "#!/bin/sh\n")
    executable(tools / "scontrol", "#!/bin/sh\nprintf 'n1\\nn2\\n'\n")
    executable(run_script, RUN)
    program = folder / "main.perf"
    program.write_text(PROGRAM.format(
        image=quoted(text or "x"), mount=quoted(f"{models}:{models}"), models=quoted(str(models)), repo=quoted(str(repo)),
        work=quoted(str(folder / f"work{part}")), run_script=quoted(str(run_script)), text=quoted(text), name=quoted(text),
        contract=contract))
    command = [perfc, "build", str(program), "-o", str(folder / "out")]
    made = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=60, check=False)
    refused = False
    if made.returncode == 1 and "main.perf:" in made.stderr and "error[" in made.stderr:
        # Refused with a place; whatever else can take the text still has to.
        refused = True
        replaced = program.read_text().replace(f"as {quoted(text)}", 'as "case"').replace(
            f"image = {quoted(text or 'x')}", 'image = "image"')
        program.write_text(replaced)
        made = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=60, check=False)
    if made.returncode != 0:
        return None if made.returncode == 1 and "main.perf:" in made.stderr and refused else f"build exits {made.returncode}: {made.stderr}"
    (test,) = [path.parent for path in (folder / "out").rglob("launch.sh")]
    env = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", RECORD=str(record), SLURM_JOB_ID="1", SLURM_JOB_NODELIST="n[1-2]",
               HOME="/nonexistent")
    run = subprocess.run(["bash", str(test / "launch.sh")], capture_output=True, text=True, env=env, cwd=cwd, timeout=60, check=False)
    if run.returncode != 0:
        return f"launch.sh exits {run.returncode}: {run.stderr[-500:]}"
    if list(folder.rglob("*PWNED*")) != [path for path in folder.rglob("*PWNED*") if "PWNED" in part]:
        return "a shell ran it"
    if (cwd / "PWNED").exists() or any(cwd.iterdir()):
        return f"something appeared in the working directory: {list(cwd.iterdir())}"
    return compare(test, record, folder / f"work{part}", contract)


def compare(test, record, work, contract):
    commands = {role["role"]: role for role in json.loads((test / "commands.json").read_text())["roles"]}
    own = str(work / "s" / test.name) if contract == "perfc" else str(work)
    for file in sorted(record.glob("*.json")):
        seen = json.loads(file.read_text())
        role = file.stem.split("_")[0] if file.stem != "DISAGG_SERVER" else file.stem
        planned = commands.get(role) or commands.get("WORKER") or commands.get(file.stem)
        if planned is None:
            continue
        argv = [word.replace("${workDir}", own) for word in planned["argv"]]
        argv = argv[argv.index("pytest") + 1:]
        if seen["argv"] != argv:
            return f"{file.stem}: arguments {seen['argv']} instead of {argv}"
        for name, value in planned["env"].items():
            if seen["env"].get(name) != value.replace("${workDir}", own):
                return f"{file.stem}: {name} is {seen['env'].get(name)!r} instead of {value!r}"
    return None if len(list(record.glob("*.json"))) >= 4 else f"only {sorted(path.stem for path in record.glob('*.json'))} ran"


def check_in_folder(case):
    perfc, text, contract = case
    with tempfile.TemporaryDirectory(prefix="perfc-hostile-") as folder:
        return check(perfc, text, contract, pathlib.Path(folder))


def main():
    perfc = os.path.abspath(sys.argv[1])
    only = sys.argv[2:]
    cases = [(perfc, text, contract) for contract in ("perfc", '"2026-01"') for text in TEXTS if not only or text in only]
    failed = 0
    # Most of the time of a case is spent waiting.
    with concurrent.futures.ThreadPoolExecutor(max_workers=8) as pool:
        for (_, text, contract), reason in zip(cases, pool.map(check_in_folder, cases)):
            if reason:
                failed += 1
                print(f"FAILED {contract} {text[:60]!r}: {reason[:800]}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
