#!/usr/bin/env python3
"""Configurations of our own making through the compiler, against an independent model of what has to come out.

usage: differential.py PERFC [--count N (default 400)] [--seed S] [--jobs N] [--only TEXT] [--reference DIR] [--keep DIR]

For each configuration (configurations.py), built through `yaml("...")` with contract "2026-01" and with perfc:

  * the steps of launch.sh under stand-ins for Slurm are those of reference_model.py, its exports and header too;
  * config.yaml is the configuration, value for value and type for type, as PyYAML reads both;
  * what the model refuses is refused with an error that has a place; nothing else is, and nothing crashes.

With --reference (a folder with `oracle/` and recorded traces) the model itself is first held against those.
The last line is `N passed, N failed`.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

import configurations
import oracle
import stand_ins

try:
    import yaml

    import reference_model as model
except ImportError:
    yaml = None

SEED = 2026


class Difference(Exception):
    pass


def require(condition, text):
    if not condition:
        raise Difference(text)


def words_of(step):
    made = dict(step, args=oracle.option_pairs([arg for arg in step["args"]]), env=dict(step["env"]))
    if isinstance(made["env"].get("pytestCommand"), str):
        made["env"]["pytestCommand"] = model.shell_words(made["env"]["pytestCommand"])
    return made


def compare_steps(found, wanted):
    have, want = ({step["role"]: words_of(step) for step in steps} for steps in (found, wanted))
    require(sorted(have) == sorted(want) and len(found) == len(wanted), f"roles {sorted(have)} instead of {sorted(want)}")
    for role, step in want.items():
        for key, value in step.items():
            require(have[role][key] == value, f"{role or 'install'}: {key}\n  found    {have[role][key]}\n  expected {value}")


def same(a, b, place=""):
    """None, or where two values of PyYAML differ in type, value or order of keys."""
    if type(a) is not type(b):
        return f"{place}: {a!r} instead of {b!r}"
    if isinstance(a, dict):
        if list(a) != list(b):
            return f"{place}: keys {list(a)} instead of {list(b)}"
        return next((found for key in b if (found := same(a[key], b[key], f"{place}.{key}"))), None)
    if isinstance(a, list):
        if len(a) != len(b):
            return f"{place}: {len(a)} items instead of {len(b)}"
        return next((found for i, (x, y) in enumerate(zip(a, b)) if (found := same(x, y, f"{place}[{i}]"))), None)
    return None if a == b or a != a and b != b else f"{place}: {a!r} instead of {b!r}"


def gpus_per_node(config):
    value = model.section(config, "hardware").get("gpus_per_node")
    return int(float(value)) if isinstance(value, (int, float, str)) else 4


def build(perfc, path, config, contract, folder):
    program = folder / "main.perf"
    text = oracle.PROGRAM.format(gpus_per_node=gpus_per_node(config), work=folder / "work", contract=contract, configuration=path)
    program.write_text(text.replace("= 64", "= 4096"))
    made = subprocess.run([perfc, "build", str(program), "-o", str(folder / "out")], capture_output=True, text=True, timeout=60, check=False)
    if made.returncode == 1 and re.search(r"(main\.perf|case\.yaml):\d+:\d+: error\[", made.stderr):
        raise model.Refused(made.stderr.strip())
    require(made.returncode == 0, f"build exits {made.returncode}: {made.stderr.strip()[:600]}")
    return folder / "out" / "nightly" / "case"


def check_text(script, config, setting, contract):
    text = script.read_text()
    own = dict(re.findall(r"^export (\w+)=(.*)$", text, re.M))
    for name, value in model.exports(config, setting).items():
        if name != "jobWorkspace":
            require(own.get(name) == value, f"export {name}={own.get(name)} instead of {value}")
    options = dict(re.findall(r"^#SBATCH --([a-z-]+)=(\d+)$", text, re.M))
    for name, value in model.header(config).items():
        require(options.get(name) == str(value), f"{contract}: header --{name}={options.get(name)} instead of {value}")


def check(perfc, name, text, contract, folder):
    config = yaml.safe_load(text)
    path = folder / "case.yaml"
    path.write_text(text)
    setting = model.Setting(work=str(folder / "work"))
    own = folder / "work" / "nightly" / "case"
    try:
        want = model.steps(config, setting) if contract == "2026-01" else model.steps_perfc(config, setting, str(own), [f"node{i + 1}" for i in range(5000)])
    except model.Refused as reason:
        want, why = None, reason
    try:
        test = build(perfc, path, config, contract, folder)
    except model.Refused as reason:
        # Numbers of the wrong kind: a reader may take them by their meaning or refuse them.
        require(want is None or "number_kinds" in name, f"refused:\n{reason}")
        return
    require(want is not None, f"not refused, though {why if want is None else ''}")
    check_text(test / "launch.sh", config, setting, contract)
    found = stand_ins.trace(test / "launch.sh", model.facts(config).total_nodes)
    require(found["exit_status"] == 0 and not found["scancel"], f"launch.sh exits {found['exit_status']}: {found['output'][-500:]}")
    compare_steps(found["steps"], want)
    difference = same(yaml.safe_load((test / "config.yaml").read_text()), config)
    require(difference is None, f"config.yaml{difference}")


def one(perfc, item, keep):
    (name, text), contract = item
    with tempfile.TemporaryDirectory(prefix="perfc-differential-") as temporary:
        folder = pathlib.Path(temporary)
        try:
            check(perfc, name, text, contract, folder)
        except Exception as error:  # a crash of the comparison is a failure of that configuration
            if keep:
                shutil.copytree(folder, keep / f"{name}-{contract}", dirs_exist_ok=True)
            return str(error) if isinstance(error, Difference) else traceback.format_exc()
    return None


def check_model(reference):
    """The model against recorded traces; the reasons of differences."""
    wrong = []
    for path in sorted((reference / "oracle" / "disagg").glob("*/*.yaml")):
        expected = json.loads((reference / "oracle" / "expected" / "trace-2026-01" / path.parent.name / f"{path.stem}.json").read_text())
        made = model.steps(yaml.safe_load(path.read_text()), model.Setting(work="/perf"))
        for step in made:
            step["command"] = [os.path.basename(word) for word in step["command"]]
        try:
            compare_steps(made, expected["steps"])
        except Difference as error:
            wrong.append(f"model {path.stem}: {error}")
    return wrong


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--reference", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    if yaml is None:
        print("skipped: python3 has no PyYAML")
        return 77
    failures = check_model(arguments.reference) if arguments.reference and arguments.reference.exists() else []
    made = [item for item in configurations.made(arguments.count, arguments.seed) if arguments.only in item[0]]
    work = [(item, contract) for item in made for contract in ("2026-01", "perfc")]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for item, reason in zip(work, pool.map(lambda item: one(arguments.perfc, item, arguments.keep), work)):
            if reason:
                failures.append(f"{item[1]} {item[0][0]}: {reason}")
    for failure in failures:
        print("FAILED", failure)
    print(f"{len(work) - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
