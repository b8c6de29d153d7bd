#!/usr/bin/env python3
"""Configurations through `perfc import` and back by `perfc export`: what PyYAML reads is the same, types and order too.

usage: import_configurations.py PERFC [--reference DIR] [--count N]

All configurations of our own making (configurations.py, N of them) that the compiler takes, and with --reference every file
below DIR/oracle/disagg and DIR/oracle/aggr, each alone and all as one folder, the folder with --share too. Programs must check
without an error, hold no topology that stays in YAML (of the reference files), and say each thing once: what is imported twice
is the same text. The comments of a file all come through. The last line is `N passed, N failed`.
"""
import argparse
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import configurations
from yaml_values import require, same

try:
    import yaml
except ImportError:
    yaml = None

SEED = 815


def run(perfc, *words):
    return subprocess.run([perfc, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)


def yaml_comments(text):
    """Comments as PyYAML's scanner leaves them out: what stands between two of its tokens and begins with '#'."""
    found = []
    position = 0
    for token in yaml.scan(text):
        gap = text[position:token.start_mark.index]
        found += [line[line.index("#"):] for line in gap.split("\n") if "#" in line]
        position = max(position, token.end_mark.index)
    # The end of a block scalar takes in the comments below it; none of ours has one.
    return [comment.lstrip("#").strip() for comment in found]


def perf_comments(text):
    return [match.group(1).lstrip("#").strip() for match in re.finditer(r"(?m)(?:^|\s)#(.*)$", text)]


def check_one(perfc, folder, file, text, must):
    """True when it came back, False when the compiler refuses the file itself."""
    out = folder / "programs"
    made = run(perfc, "import", file, "-o", out)
    if made.returncode == 1 and not must:
        require(f"{file}:" in made.stderr and "error[E" in made.stderr, f"refused without a place: {made.stderr[:400]}")
        require(not out.exists(), "something was written all the same")
        return False
    require(made.returncode == 0, f"import: {made.returncode} {made.stderr[:600]}")
    program = out / f"{file.stem}.perf"
    require(not must or "W576" not in made.stderr, f"it stays in YAML: {made.stderr[:400]}")
    source = program.read_text()
    require(run(perfc, "import", file).stdout == source or "W576" in made.stderr, "standard output has another text")
    again = run(perfc, "import", file, "-o", out)
    require(again.returncode == 0 and again.stdout.endswith(" 0 changed\n"), f"the second time: {again.stdout!r}")
    checked = run(perfc, "check", program)
    # What a lint rule has against the deployment, it has against the file as well.
    require("error[E" not in checked.stderr, f"check: {checked.stderr[:600]}")
    exported = run(perfc, "export", program)
    require(exported.returncode == 0, f"export: {exported.stderr[:600]}")
    require(same(yaml.safe_load(exported.stdout), yaml.safe_load(text)), "the configuration is another")
    if must:
        missing = collections.Counter(yaml_comments(text)) - collections.Counter(perf_comments(source))
        require(not missing, f"comments are lost: {sorted(missing)[:5]}")
    return True


def check_folder(perfc, root, folder):
    """All files of a tree in one call: an index that checks, a program for each file."""
    out = folder / "tree"
    made = run(perfc, "import", root, "-o", out)
    require(made.returncode == 0, f"import: {made.stderr[:600]}")
    files = sorted(path.relative_to(root).with_suffix(".perf") for path in root.glob("**/*.yaml"))
    written = sorted(path.relative_to(out) for path in out.glob("**/*.perf"))
    require(written == sorted([*files, pathlib.Path("index.perf")]), f"written: {written}")
    checked = run(perfc, "check", out / "index.perf")
    require(checked.returncode == 0, f"check of the index: {checked.stderr[:600]}")


def check_shared(perfc, root, folder):
    """The same with --share: declarations that are used, and every file equal all the same."""
    out = folder / "shared"
    made = run(perfc, "import", root, "--share", "-o", out)
    require(made.returncode == 0, f"import --share: {made.stderr[:600]}")
    common = out / "shared.perf"
    declared = re.findall(r"(?m)^(model|benchmark|worker) (\S+)", common.read_text())
    names = [name for _, name in declared]
    require(len(names) == len(set(names)), f"declared in shared.perf: {names}")
    require({kind for kind, _ in declared} == {"model", "benchmark", "worker"}, f"kinds in shared.perf: {declared}")
    programs = {path: out / path.relative_to(root).with_suffix(".perf") for path in sorted(root.glob("**/*.yaml"))}
    using = [text for text in (program.read_text() for program in programs.values()) if "shared.perf\"\n" in text]
    for name in names:
        users = sum(bool(re.search(rf"(?m)(: |= ){re.escape(name)}( |$)", text)) for text in using)
        require(users > 1, f"{name} is used by {users} programs")
    for program in (common, out / "index.perf"):
        checked = run(perfc, "check", program)
        require(checked.returncode == 0, f"check of {program.name}: {checked.stderr[:600]}")
    comments = collections.Counter()
    for path, program in programs.items():
        exported = run(perfc, "export", program)
        require(exported.returncode == 0, f"export of {program}: {exported.stderr[:600]}")
        require(same(yaml.safe_load(exported.stdout), yaml.safe_load(path.read_text())), f"{path} is another")
        comments.update(set(yaml_comments(path.read_text())))
    kept = {comment for program in (common, *programs.values()) for comment in perf_comments(program.read_text())}
    require(not comments.keys() - kept, f"comments are lost: {sorted(comments.keys() - kept)[:5]}")
    again = run(perfc, "import", root, "--share", "-o", out)
    require(again.stdout.endswith(" 0 changed\n"), f"the second time: {again.stdout[-200:]!r}")


def cases(arguments):
    for name, text in configurations.made(arguments.count, SEED):
        yield name, text, False
    root = arguments.reference / "oracle" if arguments.reference else None
    for path in sorted((*root.glob("disagg/**/*.yaml"), *root.glob("aggr/**/*.yaml"))) if root else []:
        yield path.stem, path.read_text(), True


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
    with tempfile.TemporaryDirectory(prefix="perfc-import-") as root:
        for number, (name, text, must) in enumerate(cases(arguments)):
            folder = pathlib.Path(root) / str(number)
            folder.mkdir()
            file = folder / f"{name}.yaml"
            file.write_text(text)
            try:
                taken = check_one(perfc, folder, file, text, must)
                passed += taken
                refused += not taken
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"FAILED {name}: {error}")
        for kind in ("disagg", "aggr") if arguments.reference else ():
            folder = pathlib.Path(root) / kind
            folder.mkdir()
            try:
                check_folder(perfc, arguments.reference / "oracle" / kind, folder)
                check_shared(perfc, arguments.reference / "oracle" / kind, folder)
                passed += 1
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"FAILED folder {kind}: {error}")
    # Mistakes of our own making are a tenth of what is made: if most were refused, nothing would be tested.
    if refused > arguments.count // 4:
        failed += 1
        print(f"FAILED {refused} of {arguments.count} of our own configurations are refused")
    print(f"{refused} of our own are refused by the compiler")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
