#!/usr/bin/env python3
"""Damaged configurations: `perfc import`, `perfc export` and `perfc check` say where and why, and never crash.

usage: damaged.py PERFC [--reference DIR] [--seed N]

Files of our own making (configurations.py), and with --reference one in five of those below DIR/oracle: cut off at many places,
with random bytes, nested deeply, with aliases that expand without end, and with a value of another type at every key path in
turn. Thousands of files go into one call. Each call ends with status 0 or 1, and every file that is refused is named with a
place. The last line is `N passed, N failed`.
"""
import argparse
import copy
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import configurations

try:
    import yaml
except ImportError:
    yaml = None

WRONG = [None, True, -1, 0.5, "text", [], ["x", 1], {}, {"a": {"b": None}}]
PER_CALL = 300


def paths(node, path=()):
    yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from paths(value, (*path, index))


def replaced(document, path, value):
    if not path:
        return value
    document = copy.deepcopy(document)
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return document


def damaged(texts, rng):
    """Bytes of files."""
    for text in texts:
        data = text.encode()
        for _ in range(12):
            yield data[:rng.randrange(len(data))]
            spoiled = bytearray(data)
            for _ in range(rng.choice((1, 4, 40))):
                spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
            yield bytes(spoiled)
        document = yaml.safe_load(text)
        for path in paths(document):
            for value in rng.sample(WRONG, 2):
                yield yaml.safe_dump(replaced(document, path, value), sort_keys=False).encode()
    yield b"[" * 100_000
    yield b"a: " * 100_000
    yield b"".join(b" " * depth + b"a:\n" for depth in range(3000))
    yield b"{" * 300 + b"}" * 300
    yield b"a0: &a0 [x, x]\n" + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 40))
    yield b"a: &a {b: *a}\nworker_config: *a\n"
    yield b"worker_config: &w {ctx: {tensor_parallel_size: 1}}\nhardware: *w\nserver_configs: *w\n"
    yield b"server_configs: [{name: a}, {name: a}, {}, null, 5, [x]]\n"
    yield b"server_configs: [{name: a, client_configs: [[], 1]}]\nmetadata: 5\nhardware: [1]\n"
    yield b"\xff\xfeh\x00a\x00"
    yield b""


def call(perfc, command, root, count):
    words = [perfc, *command(root)]
    done = subprocess.run(words, capture_output=True, timeout=600, check=False)
    findings = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 1):
        return f"{words[1]} ended with {done.returncode}: {findings[-1500:]}"
    if re.search(r"Sanitizer|internal error|perfc: bug", findings):
        return f"{words[1]}: {findings[-1500:]}"
    # Every error begins with its place; what has none is about no file.
    for line in findings.splitlines():
        if re.search(r"(^|: )error\[", line) and not re.match(r".+:\d+:\d+: error\[E\d+\]", line):
            return f"{words[1]}: an error without a place: {line}"
    if done.returncode == 1 and "error[E" not in findings:
        return f"{words[1]}: refused {count} files without a word"
    return None


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("--reference", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    if yaml is None:
        print("skipped: no PyYAML")
        return 77
    perfc = os.path.abspath(arguments.perfc)
    rng = random.Random(arguments.seed)
    texts = [text for _, text in configurations.made(8, arguments.seed)]
    if arguments.reference:
        found = sorted((*arguments.reference.glob("oracle/disagg/**/*.yaml"), *arguments.reference.glob("oracle/aggr/**/*.yaml")))
        texts += [path.read_text() for path in found[::5]]
    passed = failed = 0
    files = list(damaged(texts, rng))
    for begin in range(0, len(files), PER_CALL):
        with tempfile.TemporaryDirectory(prefix="perfc-damaged-") as root:
            folder = pathlib.Path(root) / "in"
            folder.mkdir()
            part = files[begin:begin + PER_CALL]
            program = []
            for number, data in enumerate(part):
                (folder / f"{number:03}.yaml").write_bytes(data)
                program.append(f'topology "t{number}" : yaml("{number:03}.yaml") {{ }}\n')
            (folder / "all.perf").write_text("".join(program))
            for command in (lambda root: ["import", root, "--all", "-o", root.parent / "out"],
                            lambda root: ["export", root / "all.perf", "--all"],
                            lambda root: ["check", root / "all.perf", "--all"]):
                problem = call(perfc, command, folder, len(part))
                passed += problem is None
                failed += problem is not None
                if problem:
                    print(f"FAILED files {begin} to {begin + len(part) - 1}: {problem}")
    print(f"{len(files)} damaged files")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
