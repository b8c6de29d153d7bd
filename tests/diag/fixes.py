#!/usr/bin/env python3
"""Every fix that perfc calls safe is one: made alone it takes its finding away and brings no error that was not there.

usage: fixes.py PERFC

The programs are those of this folder and the failing examples of the pages of `perfc explain`. A fix may uncover what a
later phase did not see before; so errors of later phases do not count, and after a mended text those of the text only where
there are more than before. What `perfc check --fix` itself refuses, with its reason, must be in REFUSED. The last line is
`N passed, N failed`.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PERFC = os.path.abspath(sys.argv[1])
PAGES = HERE.parent.parent / "compiler/diag/explain"
# Fixes that are safe but for the program they stand in: file, start of what --fix says.
REFUSED = {
    ("names.perf", "E202: 'accuont' -> 'account'"),  # which is written as well
    ("names.perf", "E201: 'topolgy' -> 'topology'"),  # of which there is another of that name
    ("syntax_loops.perf", "E101: '\"configs/a.yaml\"' -> 'yaml(\"configs/a.yaml\")'"),  # there is no such file
    ("syntax_loops.perf", "E101: added ':'"),  # nor here
    ("bodies.perf", "E202: added 'kv_cache_config {', added '}'"),  # the block is there already
    ("units.perf", "E301: removed 'B'"),  # and the number too large
}
USED = set()


def findings(folder, name, options, *more):
    done = subprocess.run([PERFC, "check", "--format", "json", *options, *more, name], cwd=folder, capture_output=True, timeout=60, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()], done


def phase(finding):
    tag = finding["code"] or finding["rule"]
    return {"0": 1, "1": 1, "2": 2, "3": 2}.get(tag[1], 3) if re.match(r"[EW]\d{3}$", tag) else 4


def counts(found, most):
    return collections.Counter((each["code"], each["message"]) for each in found if each["level"] == "error" and phase(each) <= most)


def made(data, edits):
    """`data` with the edits, whose columns count code points."""
    lines = data.decode("utf-8").split("\n")
    bom = len(lines[0]) > 0 and lines[0][0] == "\ufeff"

    def offset(line, column):
        return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1 + (1 if bom and line == 1 else 0)

    text = "\n".join(lines)
    for edit in sorted(edits, key=lambda edit: (edit["line"], edit["column"]), reverse=True):
        text = text[: offset(edit["line"], edit["column"])] + edit["replacement"] + text[offset(edit["end_line"], edit["end_column"]):]
    return text.encode()


def examples():
    """Folder, file and options of each program."""
    for path in sorted(HERE.glob("*.perf")):
        first = path.read_bytes().split(b"\n")[0].decode("utf-8", "replace")
        yield HERE, path.name, first.removeprefix("# options: ").split() if first.startswith("# options: ") else []
    for page in sorted(PAGES.glob("*.md")):
        block = re.search(r"\n## Example that fails\n(?:(?!\n## ).)*?```perf\n(.*?)```", page.read_text(), re.S)
        if block and "# file: " not in block.group(1) and "# options" not in block.group(1):
            with tempfile.TemporaryDirectory() as folder:
                (pathlib.Path(folder) / f"{page.stem}.perf").write_text(block.group(1))
                yield pathlib.Path(folder), f"{page.stem}.perf", []


def check(folder, name, options):
    """(fixes that are as they should be, what is wrong with the others)"""
    found, _ = findings(folder, name, options)
    safe = [each for each in found if each["fix"] and each["fix"]["safe"] and all(edit["file"] == name for edit in each["fix"]["edits"])]
    if not safe:
        return 0, []
    good, wrong = 0, []
    refused = []
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(folder, work, dirs_exist_ok=True)
        path = pathlib.Path(work) / name
        data = path.read_bytes()
        _, done = findings(work, name, options, "--fix")
        for line, said in re.findall(r"^not fixed [^:]+:(\d+): (.*?): would give", done.stderr.decode("utf-8", "replace"), re.M):
            refused.append((int(line), said))
            if (name, said) not in REFUSED:
                wrong.append(f"{name}: --fix refuses {said}")
            USED.add((name, said))
        again, _ = findings(work, name, options)
        left = [one for one in again if one["fix"] and one["fix"]["safe"] and one["file"] == name]
        if len(left) > len(refused):
            wrong.append(f"{name}: --fix leaves {[one['message'] for one in left]}")
        for each in safe:
            path.write_bytes(made(data, each["fix"]["edits"]))
            after, _ = findings(work, name, options)
            most = phase(each)
            new = counts(after, most) - counts(found, most)
            if most == 1 and sum(counts(after, 1).values()) <= sum(counts(found, 1).values()):
                new = {}
            key = (each["code"], each["message"])
            same = [[1 for one in list_ if (one["code"], one["message"]) == key] for list_ in (found, after)]
            place = f"{name}:{each['line']}: {each['code'] or each['rule']} {each['message']}"
            if new and any(line == each["line"] and said.startswith(each["code"] or each["rule"]) for line, said in refused):
                good += 1
            elif new:
                wrong.append(f"{place}: its fix gives {sorted(new)}")
            elif len(same[1]) >= len(same[0]):
                wrong.append(f"{place}: its fix does not take it away")
            else:
                good += 1
    return good, wrong


def main():
    passed, failures, programs = 0, [], 0
    for folder, name, options in examples():
        good, wrong = check(folder, name, options)
        programs += good > 0
        passed += good
        failures += wrong
    if programs < 20:
        failures.append(f"only {programs} programs with a safe fix")
    failures += [f"{name}: --fix no longer refuses {said}" for name, said in sorted(REFUSED - USED)]
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
