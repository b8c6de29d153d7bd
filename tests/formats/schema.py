#!/usr/bin/env python3
"""SARIF logs against the schema of version 2.1.0.

usage: schema.py PERFC CACHE

Nothing in Debian carries the schema; the npm package @microsoft/sarif-multitool-linux does, under the MIT licence. It is taken
from $PERFC_SARIF_SCHEMA, else from CACHE, else fetched by npm into CACHE (43 MB, once). Without any of these the test is
skipped: exit status 77. The last line is `N passed, N failed`.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

from cases import calls, run

PACKAGE = "@microsoft/sarif-multitool-linux@5.7.0"
MEMBER = "package/sarif-2.1.0.json"


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def fetch(cached):
    npm = shutil.which("npm")
    if npm is None:
        skip(f"no schema: set PERFC_SARIF_SCHEMA to {MEMBER} of {PACKAGE}, or install npm")
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run([npm, "pack", PACKAGE], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            skip("npm did not answer")
        packs = list(pathlib.Path(folder).glob("*.tgz"))
        if done.returncode != 0 or not packs:
            skip(f"npm cannot fetch {PACKAGE}: {done.stderr.strip().splitlines()[-1:]}")
        with tarfile.open(packs[0]) as pack:
            text = pack.extractfile(MEMBER).read()
    cached.parent.mkdir(parents=True, exist_ok=True)
    cached.write_bytes(text)


def schema():
    given = os.environ.get("PERFC_SARIF_SCHEMA")
    path = pathlib.Path(given) if given else pathlib.Path(sys.argv[2]) / "sarif-2.1.0.json"
    if not given and not path.exists():
        fetch(path)
    return json.loads(path.read_text(encoding="utf-8"))


def main():
    try:
        import jsonschema
    except ImportError:
        skip("no module jsonschema (Debian's python3-jsonschema)")
    text = schema()
    make = jsonschema.validators.validator_for(text)
    make.check_schema(text)
    validator = make(text, format_checker=jsonschema.FormatChecker())
    logs, failures = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for where, arguments in calls(folder):
            log = json.loads(run(os.path.abspath(sys.argv[1]), where, "sarif", *arguments).stdout)
            logs += 1
            for error in validator.iter_errors(log):
                failures.append(f"{arguments[-1]!r}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
            # That the schema is one that refuses.
            log["runs"][0]["columnKind"] = "bytes"
            if validator.is_valid(log):
                failures.append("the schema takes a column kind that there is none of")
    for failure in failures:
        print("FAILED", failure)
    print(f"{logs} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
