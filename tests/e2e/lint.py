#!/usr/bin/env python3
"""Lint rules on real configurations: how many findings each rule has, and which of them are warnings.

usage: lint.py PERFC REFERENCE

REFERENCE holds `oracle/`; without it nothing is tested and the exit status is 77. Every configuration is tried on a cluster
with its own GPUs. None may have an error. Every warning was compared with its file: the texts below are what the file
contradicts itself in. The last line is `N passed, N failed`.
"""
import argparse
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CLUSTERS = """\
use std.b200
use std.gb200
use std.gb300
use std.h100
"""
CLUSTER = """\
cluster {gpu} : {node} {{
  nodes = 64
  account = "perf"
  partition = "batch"
  time = 4h
  container {{ image = "image.sqsh", mounts = ["/data/models:/data"] }}
  model_root = "/data/models"
  repo = "/opt/trtllm"
  work_dir = "/perf"
}}
"""
NODES = {"b200": "b200_hgx8", "gb200": "gb200_nvl4", "gb300": "gb300_nvl4", "h100": "h100_hgx8"}

# Findings of each rule over all files; a rule that is not here has none.
COUNTS = {
    "note[cuda-graph-batches]": 23,
    "note[idle-gpus]": 4,
    "note[speculation-agrees]": 1,
    "warning[gen-only-random-data]": 1,
    "warning[generation-tokens]": 1,
    "warning[metadata-matches-facts]": 1,
    "warning[mounts-cover-paths]": 1,
    "warning[name-matches-topology]": 5,
}
# What the warnings say, without the names of files.
WARNINGS = {
    "says 'tep8', but tensor_parallel_size of role 'gen' is 4": 1,
    "says 'bs32', but max_batch_size of role 'gen' is 64": 1,
    "says 'eplb0', but the load balancer of role 'gen' has 288 slots": 1,
    "says 'dep32', but tensor_parallel_size of role 'gen' is 16": 2,
    "benchmark_type is '1k1k', but requests have 8192 tokens and answers 1024": 1,
    "a step of 1536 tokens holds 384 requests, 1 + 3 guessed tokens each, but max_batch_size is 768": 1,
    "a gen_only run with random data, which the full submitter refuses": 1,
    "the data set '/lustre/fs1/portfolios/coreai/datasets/prompts.json' lies under no mount of cluster 'gb200'": 1,
}
FINDING = re.compile(r"^\S+:\d+:\d+: ((?:error|warning|note)\[[^]]+\]): (.*)$", re.M)


def gpu_of(text):
    supported = re.search(r"supported_gpus:\s*(?:\[|- )\s*[\"']?(\w+)", text)
    gpu = supported[1].lower() if supported else "gb200"
    return gpu if gpu in NODES else "gb200"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("reference", type=pathlib.Path)
    arguments = parser.parse_args()
    perfc = os.path.abspath(arguments.perfc)
    files = sorted(path for folder in ("disagg", "aggr") for path in (arguments.reference / "oracle" / folder).rglob("*.yaml"))
    if not files:
        print(f"skipped: no reference configurations below {arguments.reference}")
        return 77
    counts, warnings, failures = collections.Counter(), collections.Counter(), []
    with tempfile.TemporaryDirectory(prefix="perfc-lint-") as folder:
        clusters = pathlib.Path(folder) / "clusters.perf"
        clusters.write_text(CLUSTERS + "".join(CLUSTER.format(gpu=gpu, node=node) for gpu, node in NODES.items()))
        for path in files:
            gpu = gpu_of(path.read_text())
            done = subprocess.run([perfc, "check", str(path.resolve()), "--all", "--cluster", f"{clusters}:{gpu}"], cwd=folder,
                                  capture_output=True, text=True, timeout=60, check=False)
            if done.returncode != 0:
                failures.append(f"{path.name}: exit status {done.returncode}: {done.stderr[-400:]}")
            for rule, text in FINDING.findall(done.stderr):
                if re.fullmatch(r"\w+\[[EW]\d+\]", rule):
                    continue
                counts[rule] += 1
                if not rule.startswith("note"):
                    warnings[re.sub(r"^the name '.*?' ", "", text)] += 1
    checks = len(files)
    for name, found, wanted in (("findings", counts, COUNTS), ("warnings", warnings, WARNINGS)):
        for key in sorted({*found, *wanted}):
            checks += 1
            if found.get(key, 0) != wanted.get(key, 0):
                failures.append(f"{name}: {found.get(key, 0)} instead of {wanted.get(key, 0)}: {key}")
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
