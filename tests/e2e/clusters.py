#!/usr/bin/env python3
"""The reference cluster file through `perfc import`: a program that passes, and suites that can be built on its clusters.

usage: clusters.py PERFC REFERENCE       REFERENCE: a folder with `oracle/lists/clusters.conf`
Exit status 77: it is not there. The last line is `N passed, N failed`.
"""
import pathlib
import subprocess
import sys
import tempfile

SUITE = """
use std.trtllm
cluster mine : {cluster} {{ repo = "/home/perfuser/TensorRT-LLM" }}
topology one {{
  model = deepseek_r1
  server : tp(4) {{ max_batch_size = 16 }}
}}
benchmark chat {{ concurrency = [8] }}
suite s on mine {{ test one with chat }}
"""
failures = []
checks = 0


def check(done, what):
    global checks
    checks += 1
    if done.returncode != 0 or done.stderr:
        failures.append(f"{what}: status {done.returncode}: {done.stderr}")


def run(*words, text=""):
    return subprocess.run(words, input=text, capture_output=True, text=True, timeout=60, check=False)


def main():
    perfc = sys.argv[1]
    clusters = pathlib.Path(sys.argv[2]) / "oracle" / "lists" / "clusters.conf"
    if not clusters.is_file():
        print("skipped: the reference data is not beside the project")
        return 77
    imported = run(perfc, "import", clusters)
    check(imported, "import")
    check(run(perfc, "check", "-", text=imported.stdout), "check")
    for name in ("gb200", "gb300", "gb200_b"):
        with tempfile.TemporaryDirectory() as folder:
            check(run(perfc, "build", "-", "-o", folder, text=imported.stdout + SUITE.format(cluster=name)), name)
    for failure in failures:
        print("FAILED", failure)
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
