#!/usr/bin/env python3
"""Real configurations through the compiler, and their launch scripts under recording stand-ins for Slurm.

usage: oracle.py PERFC REFERENCE [--jobs N] [--only TEXT] [--check NAME]... [--every]

REFERENCE holds `oracle/` (configurations and recorded traces) and `tools/trace-launch`; without it nothing is tested and
the exit status is 77. For every configuration below oracle/disagg:

  * contract "2026-01": the trace of launch.sh has the steps of the recorded trace;
  * contract perfc: the same steps but for the documented differences, each of which is checked;
  * when a step fails (the installation, a server of each role, the router, the benchmark) the script ends non-zero
    within seconds, cancels its job, and its last lines name the step and its log;
  * every generated script passes bash -n, shellcheck and shfmt -i 2 -d.

Steps that fail, submit.sh and run.sh are tried on one configuration of each set of steps, or on all with --every.

The last line is `N passed, N failed`.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = """\
use std.trtllm

cluster ci {{
  gpus_per_node = {gpus_per_node}
  nodes         = 64
  account       = "perf"
  partition     = "batch"
  time          = 4h
  mpi           = pmix
  container {{
    name    = "disagg_test"
    image   = "nvcr.io/nvidia/tensorrt-llm:latest"
    workdir = "/perf"
    mounts  = ["/data/models:/data", "/opt/trtllm:/opt/trtllm"]
  }}
  model_root = "/data/models"
  repo       = "/opt/trtllm"
  work_dir   = "{work}"
}}

harness ci_harness : perf_sanity {{
  run_script     = "/scripts/slurm_run.sh"
  install_script = "/scripts/slurm_install.sh"
  contract       = "{contract}"
}}

topology "case" : yaml("{configuration}") {{ }}

suite nightly on ci {{
  harness = ci_harness
  test "case"
}}
"""


class Failure(Exception):
    """What did not hold, in a sentence."""


def require(condition, text):
    if not condition:
        raise Failure(text)


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)


def build(perfc, configuration, contract, folder):
    """The folder of the one generated test; its work directory is folder/work."""
    gpus = re.search(r"^  gpus_per_node: (\d+)", configuration.read_text(), re.M)
    program = folder / "main.perf"
    program.write_text(PROGRAM.format(gpus_per_node=gpus.group(1) if gpus else 4, work=folder / "work", contract=contract,
                                      configuration=configuration))
    made = run(perfc, "build", str(program), "-o", str(folder / "out"))
    require(made.returncode == 0, f"build exits {made.returncode}: {made.stderr.strip()[:400]}")
    return folder / "out" / "nightly" / "case"


def trace(reference, script, *options):
    made = run(str(reference / "tools" / "trace-launch"), *options, str(script))
    require(made.returncode == 0, f"trace-launch: {made.stderr.strip()[-400:]}")
    return json.loads(made.stdout)


def words(text):
    return " ".join(text.split())


def option_pairs(args):
    """srun options in any order: each with its value, whether written -N 2 or -N=2."""
    pairs, i = [], 0
    while i < len(args):
        if args[i] in ("-N", "-w", "-n") and i + 1 < len(args):
            pairs.append(f"{args[i]} {args[i + 1]}")
            i += 2
        else:
            pairs.append(args[i])
            i += 1
    return sorted(pairs)


def step_view(step, work):
    """What has to be equal; `work` is where this run's files went, /perf in the recorded traces."""
    env = {key: words(value).replace(str(work), "/perf") for key, value in step["env"].items()}
    return {
        "role": step["role"], "args": option_pairs(step["args"]), "command": [os.path.basename(word) for word in step["command"]],
        "env": env, "log": step["log"], "background": step["background"],
    }


def by_role(steps):
    return {step["role"]: step for step in steps}


def check_literal(perfc, reference, configuration, expected, folder):
    script = build(perfc, configuration, "2026-01", folder) / "launch.sh"
    found = trace(reference, script)
    require(found["exit_status"] == 0, f"the good run exits {found['exit_status']}")
    have = by_role([step_view(step, folder / "work") for step in found["steps"]])
    want = by_role([step_view(step, "/perf") for step in expected["steps"]])
    require(sorted(have) == sorted(want), f"roles {sorted(have)} instead of {sorted(want)}")
    for role, step in want.items():
        for key, value in step.items():
            require(have[role][key] == value, f"{role or 'install'}: {key}\n  found    {have[role][key]}\n  expected {value}")


def merged(pairs, option):
    """Repeated options joined by commas, as contract perfc writes them."""
    values = [pair.split("=", 1)[1] for pair in pairs if pair.startswith(option + "=")]
    rest = [pair for pair in pairs if not pair.startswith(option + "=")]
    return rest, sorted(",".join(values).split(","))


def check_default(perfc, reference, configuration, expected, folder):
    folder_of_test = build(perfc, configuration, "perfc", folder)
    plan = json.loads((folder_of_test.parent / "manifest.json").read_text())["tests"][0]
    found = trace(reference, folder_of_test / "launch.sh", "--nodes", str(plan["nodes"]))
    require(found["exit_status"] == 0, f"the good run exits {found['exit_status']}")
    own = folder / "work" / "nightly" / "case"
    have = by_role([step_view(step, own) for step in found["steps"]])
    want = by_role([step_view(step, "/perf") for step in expected["steps"]])
    require(sorted(have) == sorted(want), f"roles {sorted(have)} instead of {sorted(want)}")
    roles = {role["role"]: role for role in plan["roles"]}
    used = collections.Counter()
    for role, step in want.items():
        mine, theirs = have[role], step
        for key in ("command", "log", "background"):
            require(mine[key] == theirs[key], f"{role or 'install'}: {key} {mine[key]} instead of {theirs[key]}")
        check_default_options(role, mine["args"], theirs["args"], roles, used)
        check_default_env(role, mine["env"], theirs["env"])
    require(all(count == 1 for count in used.values()), f"servers share nodes: {used}")


def check_default_options(role, mine, theirs, roles, used):
    mine, envs = merged(mine, "--container-env")
    theirs, wanted_envs = merged(theirs, "--container-env")
    require(envs == wanted_envs, f"{role}: --container-env {envs} instead of {wanted_envs}")
    mine, mounts = merged(mine, "--container-mounts")
    theirs, wanted_mounts = merged(theirs, "--container-mounts")
    require(set(wanted_mounts) <= set(mounts), f"{role}: mounts {mounts} lack some of {wanted_mounts}")
    pinned = [pair for pair in mine if pair.startswith("-w ")]
    if role:
        require(len(pinned) == 1, f"{role} is not pinned: {mine}")
    kind = role.split("_")[0].lower()
    if kind in ("gen", "ctx"):
        facts = roles[kind]
        used.update(pinned[0][3:].split(","))
        require(len(pinned[0][3:].split(",")) == facts["nodes_per_server"], f"{role}: {pinned}")
        tasks = [pair for pair in mine if pair.startswith("--ntasks")]
        ranks = facts["gpus_per_server"]
        require(sorted(tasks) == sorted([f"--ntasks={ranks}", f"--ntasks-per-node={ranks // facts['nodes_per_server']}"]),
                f"{role}: {tasks} for {ranks} ranks on {facts['nodes_per_server']} nodes")
    differ = ("-w ", "--ntasks")
    require([pair for pair in mine if not pair.startswith(differ)] == [pair for pair in theirs if not pair.startswith(differ)],
            f"{role}: options {mine} instead of {theirs}")


def check_default_env(role, mine, theirs):
    for key, value in theirs.items():
        text = mine.get(key, "").replace("LLM_MODELS_ROOT=/data ", "LLM_MODELS_ROOT=/data/models ").replace(
            "MODEL_CACHE_DIR=/data ", "MODEL_CACHE_DIR=/data/models ")
        if key == "pytestCommand" and role.split("_")[0] in ("CTX", "GEN"):
            # A role's own variables come after the common ones, before the command.
            missing = [word for word in value.split() if word not in text.split()]
            require(not missing, f"{role}: {key} lacks {missing}")
            continue
        require(text == value, f"{role or 'install'}: {key}\n  found    {text}\n  expected {value}")


def check_faults(perfc, reference, configuration, expected, folder):
    script = build(perfc, configuration, "2026-01", folder) / "launch.sh"
    roles = sorted({step["role"] for step in expected["steps"]})
    last_gen = max((role for role in roles if role.startswith("GEN")), key=lambda role: int(role[4:]))
    wanted = {"install", "BENCHMARK", "DISAGG_SERVER", "GEN_0", last_gen} | ({"CTX_0"} & set(roles))
    for step in sorted(wanted):
        before = time.monotonic()
        found = trace(reference, script, "--fail", step, "--timeout", "40")
        require(not found["timed_out"], f"--fail {step}: did not end")
        require(found["exit_status"] != 0, f"--fail {step}: exit status 0")
        require(found["scancel"] == [["4242"]], f"--fail {step}: scancel {found['scancel']}")
        require(time.monotonic() - before < 20, f"--fail {step}: took {time.monotonic() - before:.0f} s")


def check_style(scripts):
    for command in (["bash", "-n"], ["shellcheck"], ["shfmt", "-i", "2", "-d"]):
        for script in scripts:
            made = run(*command, str(script))
            require(made.returncode == 0, f"{' '.join(command)} {script.name}: {made.stdout[:400]}{made.stderr[:400]}")


def check_shell(perfc, reference, configuration, expected, folder):
    del reference, expected
    for contract in ("2026-01", "perfc"):
        sub = folder / contract
        sub.mkdir()
        test = build(perfc, configuration, contract, sub)
        check_style([test / "launch.sh", test / "client.sh"])


def check_submission(perfc, reference, configuration, expected, folder):
    del reference, expected
    test = build(perfc, configuration, "perfc", folder)
    check_style([test / "submit.sh", test.parent / "run.sh"])


CHECKS = {"2026-01": check_literal, "perfc": check_default, "faults": check_faults, "shell": check_shell,
          "submission": check_submission}
# Where scripts that start the same steps differ in quoted values alone, one of each kind is looked at.
ONE_OF_EACH_KIND = ("faults", "submission")


def recorded(reference, configuration):
    path = reference / "oracle" / "expected" / "trace-2026-01" / configuration.parent.name / (configuration.stem + ".json")
    return json.loads(path.read_text())


def one(perfc, reference, configuration, name):
    with tempfile.TemporaryDirectory(prefix="perfc-oracle-") as folder:
        CHECKS[name](perfc, reference, configuration, recorded(reference, configuration), pathlib.Path(folder))


def one_of_each_kind(reference, configurations):
    """The first configuration of each set of steps."""
    kinds = {}
    for configuration in configurations:
        kinds.setdefault(tuple(sorted(by_role(recorded(reference, configuration)["steps"]))), configuration)
    return list(kinds.values())


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("reference", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--only", default="")
    parser.add_argument("--check", choices=sorted(CHECKS), action="append")
    parser.add_argument("--every", action="store_true")
    arguments = parser.parse_args()
    reference = arguments.reference.resolve()
    configurations = sorted((reference / "oracle" / "disagg").glob("*/*.yaml"))
    if not configurations or not shutil.which("shellcheck"):
        print(f"skipped: no reference configurations below {arguments.reference}, or no shellcheck")
        return 77
    configurations = [configuration for configuration in configurations if arguments.only in configuration.stem]
    of_each_kind = configurations if arguments.every else one_of_each_kind(reference, configurations)
    work = [(configuration, name) for configuration in configurations for name in arguments.check or CHECKS
            if name not in ONE_OF_EACH_KIND or configuration in of_each_kind]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        jobs = {pool.submit(one, arguments.perfc, reference, *item): item for item in work}
        for job in concurrent.futures.as_completed(jobs):
            configuration, name = jobs[job]
            try:
                job.result()
            except (Failure, OSError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"FAILED {name} {configuration.parent.name}/{configuration.stem}: {error}")
    print(f"{len(work) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
