#!/usr/bin/env python3
"""Shares of a list (--splits, --group, --durations) against the rule of pytest-split's least_duration, worked out here.

usage: shares.py PERFC

The rule: ids in their order, then longest first; each goes to the share that has the least to do, the first of several; an
unknown duration is the mean of the list's known ones. The last line is `N passed, N failed`.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

LISTS = 40


def shares(ids, durations, splits):
    known = [durations[each] for each in ids if each in durations]
    mean = sum(known) / len(known) if known else 1
    seconds = {each: durations.get(each, mean) for each in ids}
    todo, chosen = [0] * splits, [set() for _ in range(splits)]
    for each in sorted(sorted(ids), key=seconds.get, reverse=True):
        least = todo.index(min(todo))
        todo[least] += seconds[each]
        chosen[least].add(each)
    return [[each for each in ids if each in share] for share in chosen]


def listed(perfc, folder, splits, group):
    made = subprocess.run([perfc, "list", "list.txt", "--splits", str(splits), "--group", str(group), "--durations", "durations.json",
                           "--format", "json"], capture_output=True, text=True, cwd=folder, check=True)
    return [test["id"] for test in json.loads(made.stdout)["tests"]]


def main():
    perfc = str(pathlib.Path(sys.argv[1]).resolve())
    random.seed(3)
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="perfc-shares-") as name:
        folder = pathlib.Path(name)
        for _ in range(LISTS):
            ids = [f"a/t.py::x[{random.randrange(10**6)}-{i}]" for i in range(random.randrange(1, 40))]
            durations = {each: random.choice([random.random() * 100, random.randrange(5), 7.1]) for each in ids if random.random() < 0.7}
            (folder / "list.txt").write_text("\n".join(ids) + "\n")
            (folder / "durations.json").write_text(json.dumps({**durations, "elsewhere": 1e6}))
            splits = random.randrange(1, 9)
            wanted = shares(ids, durations, splits)
            seen = [listed(perfc, folder, splits, group + 1) for group in range(splits)]
            if seen == wanted:
                passed += 1
            else:
                failed += 1
                print(f"FAILED {splits} shares of {len(ids)} tests: {seen} instead of {wanted}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
