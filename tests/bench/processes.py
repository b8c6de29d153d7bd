#!/usr/bin/env python3
"""Measures perfc as whole processes, each against something of known cost in the same run, and prints ratios.

usage: processes.py PERFC WRITE_FILES [CONFIGURATION.yaml] [--tests N] [--configurations N]

  one       compiling one configuration, against /bin/true and against python3 loading the same YAML with PyYAML
  suite     a first build of a suite of N tests (10,000) into an empty folder of a tmpfs, against write_files writing the
            same files with as many threads
  again     the same build when nothing has changed
  import    importing one configuration, against /bin/true; importing N configurations (1,000) in one call, against one
            python3 loading all of them with PyYAML's safe_load: our own, and copies of the reference configurations where
            ../shared has them
  check     checking one program, against /bin/true; checking N programs in one call, for each thousand lines: those that
            the configurations become, and N with a suite that uses the standard library

Needs hyperfine, and a tmpfs at /dev/shm. Without CONFIGURATION the one of examples/reference-yaml is taken.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
import configurations  # noqa: E402 (found by the path above)

SEED = 815

ONE = """\
use std.trtllm
cluster ci {{
  gpus_per_node = {gpus}
  container {{ image = "image", mounts = ["/models:/models", "/repo:/repo"] }}
  model_root = "/models"
  repo = "/repo"
  work_dir = "/work"
}}
topology "case" : yaml("{path}") {{ }}
suite one on ci {{ test "case" }}
"""

SUITE = """\
use std.gb200
use std.trtllm
cluster ci : gb200_nvl4 {{
  account = "perf"
  partition = "batch"
  nodes = 64
  time = 4h
  container {{ image = "image", mounts = ["${{model_root}}:/data"] }}
  model_root = "/models"
  repo = "/repo"
  work_dir = "/work"
}}
model r1 : deepseek_r1 {{ dir = "DeepSeek-R1", precision = fp4 }}
topology disagg(batch: int) {{
  model = r1
  ctx 1 : dep(4) {{ max_batch_size = 16, max_num_tokens = 16_896, kv_cache_config {{ free_gpu_memory_fraction = 0.75, dtype = fp8 }} }}
  gen 1 : dep(8) {{
    max_batch_size = batch
    max_num_tokens = batch
    cuda_graph_config {{ enable_padding = true, batch_sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 768] }}
    kv_cache_config {{ free_gpu_memory_fraction = 0.8, dtype = fp8 }}
    moe_config {{ backend = CUTLASS }}
  }}
  cache_transceiver_config {{ backend = UCX, max_tokens_in_buffer = 16Ki }}
  env {{ TLLM_LOG_LEVEL = "INFO", TRTLLM_SERVER_DISABLE_GC = 1 }}
}}
benchmark load {{ input_length = 1024, output_length = 1024, rounds = 8, dataset = random(0.8) }}
suite {suite} on ci {{
  for batch in 1..{batches} {{
    for c in 1..{each} {{ test disagg(batch) with load {{ concurrency = [c] }} }}
  }}
}}
"""


def hyperfine(*commands, prepare=None, runs=None, warmup=3, cwd=None, finds=False):
    """Median and minimum in milliseconds, by command; `prepare` runs before each. `finds`: commands may give findings."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        options = ["hyperfine", "-N", "--style", "none", "--export-json", out.name, "--warmup", str(warmup)]
        if runs:
            options += ["--runs", str(runs)]
        if finds:
            options.append("--ignore-failure")
        for command in prepare or []:
            options += ["--prepare", command]
        subprocess.run([*options, *commands], check=True, stdout=subprocess.DEVNULL, cwd=cwd)
        results = json.loads(pathlib.Path(out.name).read_text())["results"]
    return [(result["median"] * 1000, result["min"] * 1000) for result in results]


def measure_one(perfc, configuration, folder):
    gpus = next((line.split(":")[1].strip() for line in configuration.read_text().splitlines() if "gpus_per_node:" in line), "4")
    program = folder / "one.perf"
    program.write_text(ONE.format(gpus=gpus, path=configuration))
    out = folder / "one"
    load = folder / "load.py"
    load.write_text(f"import yaml\nyaml.safe_load(open({str(configuration)!r}))\n")
    (true, _), (python, _), (build, _) = hyperfine(
        "/bin/true", f"{sys.executable} {load}", f"{perfc} build {program} -o {out}", prepare=["true", "true", f"rm -rf {out}"], runs=60)
    print(f"one: /bin/true {true:.2f} ms, PyYAML load {python:.2f} ms, perfc build {build:.2f} ms")
    print(f"one: {build - true:.2f} ms above /bin/true; {python / build:.1f} times faster than the PyYAML load")


def measure_suite(perfc, write_files, tests, folder):
    program = folder / "suite.perf"
    program.write_text(SUITE.format(suite="big", batches=20, each=tests // 20))
    out, bare, blob = folder / "out", folder / "bare", folder / "blob"
    threads = len(os.sched_getaffinity(0))
    build = f"{perfc} build {program} -o {out} -j {threads}"
    subprocess.run(build.split(), check=True, stdout=subprocess.DEVNULL)
    subprocess.run([write_files, "pack", str(out), str(blob)], check=True)
    files = sum(len(names) for _, _, names in os.walk(out))
    (perfc_ms, perfc_min), (bare_ms, bare_min) = hyperfine(
        build, f"{write_files} write {blob} {bare} {threads}", prepare=[f"rm -rf {out}", f"rm -rf {bare}"], runs=7, warmup=1)
    print(f"suite: {tests} tests, {files} files, {threads} threads: perfc {perfc_ms:.0f} ms, bare writing {bare_ms:.0f} ms, "
          f"ratio {perfc_ms / bare_ms:.2f} (of minima {perfc_min / bare_min:.2f})")
    ((again, _),) = hyperfine(build, runs=5, warmup=1)
    print(f"again: {again:.0f} ms, {again / perfc_ms:.2f} of the first build")


LOAD_ALL = """\
import pathlib, yaml
for path in sorted(pathlib.Path({folder!r}).glob("*.yaml")):
    with open(path) as file:
        yaml.safe_load(file)
"""


def taken_configurations(perfc, count, folder):
    """Writes `count` of our own configurations that the compiler takes: a tenth of what is made are mistakes."""
    folder.mkdir()
    made = configurations.made(count + count // 4, SEED)
    for name, text in made:
        (folder / f"{name}.yaml").write_text(text)
    report = subprocess.run([perfc, "import", folder, "--report", "json"], capture_output=True, check=False).stdout
    refused = {file["path"] for file in json.loads(report)["files"] if file["outcome"] == "refused"}
    paths = [folder / f"{name}.yaml" for name, _ in made]
    taken = [path for path in paths if str(path) not in refused][:count]
    for path in set(paths) - set(taken):
        path.unlink()
    return len(taken)


def above_true(command, prepare="true", cwd=None):
    """Medians in milliseconds of /bin/true and of the command, in turns: so that a load of the machine meets both of them."""
    turns = 10
    results = hyperfine(*["/bin/true", command] * turns, prepare=["true", prepare] * turns, runs=20, cwd=cwd)
    return [statistics.median(median for median, _ in results[start::2]) for start in (0, 1)]


def measure_import(perfc, configuration, count, folder):
    out = folder / "imported"
    true, one = above_true(f"{perfc} import {configuration} -o {out}", prepare=f"rm -rf {out}")
    print(f"import: one {one:.2f} ms, /bin/true {true:.2f} ms: {one - true:.2f} ms above it")
    many = folder / "many"
    real = folder / "real"
    copied = reference_copies(count, real)
    if copied != 0:
        measure_many(perfc, real, copied, "of the reference", out)
    measure_many(perfc, many, taken_configurations(perfc, count, many), "of our own", out)


def reference_copies(count, folder):
    """Copies real configurations, over and over, until there are `count`; 0 where there are none."""
    oracle = ROOT.parent / "shared" / "oracle"
    paths = sorted(path for kind in ("disagg", "aggr") for path in (oracle / kind).rglob("*.yaml"))
    if not paths:
        return 0
    folder.mkdir()
    for i in range(count):
        path = paths[i % len(paths)]
        shutil.copyfile(path, folder / f"{i:04}_{path.name}")
    return count


def measure_many(perfc, many, count, whose, out):
    """In turns, as the speed of a shared machine changes within seconds: the ratio is the median of those of each turn."""
    turns = 5
    load = out.parent / "load_all.py"
    load.write_text(LOAD_ALL.format(folder=str(many)))
    results = hyperfine(*[f"{sys.executable} {load}", f"{perfc} import {many} -o {out}"] * turns,
                        prepare=["true", f"rm -rf {out}"] * turns, runs=2, warmup=0)
    ratios = [python / ours for (python, _), (ours, _) in zip(results[::2], results[1::2])]
    python, ours = (statistics.median(median for median, _ in results[start::2]) for start in (0, 1))
    print(f"import: {count} {whose} in one call {ours:.0f} ms, PyYAML load {python:.0f} ms: "
          f"{statistics.median(ratios):.1f} times faster ({min(ratios):.1f} to {max(ratios):.1f}); {ours / count:.2f} ms each")


def measure_check(perfc, count, folder):
    """After measure_import(), which leaves the configurations as programs."""
    suites = folder / "suites"
    suites.mkdir()
    for i in range(count):
        (suites / f"{i}.perf").write_text(SUITE.format(suite=f"s{i}", batches=4, each=2))
    for what, programs in (("imported", folder / "imported"), ("suite", suites)):
        paths = [path for path in sorted(programs.glob("*.perf")) if path.name != "index.perf"]
        names = [path.name for path in paths]
        lines = sum(path.read_text().count("\n") for path in paths)
        true, one = above_true(f"{perfc} check {names[0]}", cwd=programs)
        print(f"check: one {what} program {one:.2f} ms, /bin/true {true:.2f} ms: {one - true:.2f} ms above it")
        ((all_ms, _),) = hyperfine(f"{perfc} check {' '.join(names)}", runs=10, warmup=1, cwd=programs, finds=True)
        print(f"check: {len(names)} {what} programs of {lines} lines in one call {all_ms:.0f} ms: {all_ms / lines * 1000:.2f} ms "
              f"for each thousand lines")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("write_files")
    parser.add_argument("configuration", nargs="?", type=pathlib.Path)
    parser.add_argument("--tests", type=int, default=10_000)
    parser.add_argument("--configurations", type=int, default=1000)
    arguments = parser.parse_args()
    configuration = arguments.configuration or next((ROOT / "examples" / "reference-yaml").rglob("*.yaml"))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="perfc-bench-", dir="/dev/shm"))
    try:
        perfc = str(pathlib.Path(arguments.perfc).resolve())  # some are called in a folder of their own
        measure_one(perfc, configuration.resolve(), folder)
        measure_import(perfc, configuration.resolve(), arguments.configurations, folder)
        measure_check(perfc, arguments.configurations, folder)
        measure_suite(perfc, arguments.write_files, arguments.tests, folder)
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
