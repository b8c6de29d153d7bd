#!/usr/bin/env python3
"""Configurations through `yaml("...")` and out again by `perfc export`: what PyYAML reads is the same, types and order too.

usage: export.py PERFC [--reference DIR] [--count N]

All configurations of our own making (configurations.py, N of them) that the compiler takes, or with --reference every file
below DIR/oracle/disagg and DIR/oracle/aggr (exit status 77 where there are none); of an aggregated file all servers together, and each alone. No suite, no cluster.
A second export changes nothing. The last line is `N passed, N failed`.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import configurations
from yaml_values import require, same

try:
    import yaml
except ImportError:
    yaml = None

SEED = 4711


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") + '"'


def run(perfc, *words):
    return subprocess.run([perfc, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)


def export(perfc, folder, topologies):
    """Exit status, what was written by file name, findings."""
    program = folder / "main.perf"
    program.write_text("use std.trtllm\n" + "".join(f"topology {quoted(name)} : {base} {{ }}\n" for name, base in topologies))
    out = folder / "out"
    made = run(perfc, "export", program, "-o", out)
    written = {path.name: path.read_text() for path in out.glob("*")} if out.exists() else {}
    if made.returncode == 0:
        require(made.stdout.endswith(f" {len(written)} changed\n"), f"says {made.stdout!r}")
        again = run(perfc, "export", program, "-o", out)
        require(again.returncode == 0 and again.stdout.endswith(" 0 changed\n"), f"the second time: {again.stdout!r}")
        stdout = run(perfc, "export", program)
        require(len(written) > 1 or stdout.stdout == next(iter(written.values())), "standard output has another text")
    return made.returncode, written, made.stderr


def check_one(perfc, folder, file, name, text):
    """True when it came back, False when the compiler refuses the file itself."""
    document = yaml.safe_load(text)
    servers = [server.get("name") for server in (document.get("server_configs") or [])] if isinstance(document, dict) else []
    base = f"yaml({quoted(str(file))}" + ")"
    programs = [[(name, base)]]
    if servers:
        base = f"yaml({quoted(str(file))}, "
        programs = [[(server, base + quoted(server) + ")")] for server in servers]
        programs.append([pair for program in programs for pair in program])
    for number, topologies in enumerate(programs):
        sub = folder / f"program{number}"
        sub.mkdir()
        status, written, findings = export(perfc, sub, topologies)
        if status == 1 and f"{file}:" in findings:
            return False
        require(status == 0, f"exit status {status}: {findings[:600]}")
        require(list(written) == [f"{name}.yaml"], f"written: {sorted(written)}")
        require(same(yaml.safe_load(written[f"{name}.yaml"]), document), "the configuration is another")
    return True


def cases(arguments):
    """Name, text, and whether the compiler must take it."""
    if not arguments.reference:
        return [(name, text, False) for name, text in configurations.made(arguments.count, SEED)]
    root = arguments.reference / "oracle"
    return [(path.stem, path.read_text(), True) for path in sorted((*root.glob("disagg/**/*.yaml"), *root.glob("aggr/**/*.yaml")))]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("--reference", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=200)
    arguments = parser.parse_args()
    if yaml is None:
        print("skipped: no PyYAML")
        return 77
    perfc = os.path.abspath(arguments.perfc)
    passed = failed = refused = 0
    todo = cases(arguments)
    if not todo:
        print(f"skipped: there are no configurations below {arguments.reference}")
        return 77
    for name, text, must in todo:
        with tempfile.TemporaryDirectory(prefix="perfc-export-") as root:
            folder = pathlib.Path(root)
            file = folder / f"{name}.yaml"
            file.write_text(text)
            try:
                taken = check_one(perfc, folder, file, name, text)
                require(taken or not must, "the compiler refuses it")
                passed += taken
                refused += not taken
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"FAILED {name}: {error}")
    # Mistakes of our own making are a tenth of what is made: if most were refused, nothing would be tested.
    if refused > arguments.count // 4:
        failed += 1
        print(f"FAILED {refused} of {arguments.count} of our own configurations are refused")
    print(f"{refused} of our own are refused by the compiler")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
