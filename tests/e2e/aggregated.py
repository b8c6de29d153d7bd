#!/usr/bin/env python3
"""Real aggregated configurations through the compiler, all servers of a file in one suite.

usage: aggregated.py PERFC REFERENCE

For every file below REFERENCE/oracle/aggr, under both contracts:

  * the build says nothing: every option is known;
  * each test's config.yaml is the file, value for value and type for type;
  * mode, nodes and GPUs of the manifest are those that follow from the YAML by the rules of the field;
  * launch.sh makes the one srun call that belongs to them, under recording stand-ins for Slurm;
  * all scripts pass bash -n, shellcheck and shfmt -i 2 -d.

And examples/sanity, which was converted from one of them and from a test list, gives the same servers and the same list.

Without REFERENCE nothing is tested and the status is 77. The last line is `N passed, N failed`.
"""
import concurrent.futures
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

import stand_ins

PROGRAM = """\
use std.trtllm

cluster ci {{
  gpus_per_node = {gpus_per_node}
  nodes         = 64
  account       = "perf"
  partition     = "batch"
  container {{
    image  = "image"
    mounts = ["/models:/data", "/repo:/repo"]
  }}
  model_root = "/models"
  repo       = "/repo"
  work_dir   = "{work}"
}}

harness ci_harness : perf_sanity {{ contract = "{contract}" }}

{topologies}
suite nightly on ci {{
  harness = ci_harness
{tests}}}
"""
DEFAULT_GPUS_PER_NODE = 8


def require(condition, text):
    if not condition:
        raise AssertionError(text)


def same(a, b):
    """Equal with equal types, in the same order."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return a == b


def gpus_of(server):
    if server.get("world_size") or server.get("gpus"):
        return server.get("world_size") or server.get("gpus")
    return math.prod(server.get(f"{kind}_parallel_size") or 1 for kind in ("tensor", "pipeline", "context"))


def build(perfc, file, document, contract, folder):
    names = [server["name"] for server in document["server_configs"]]
    gpus_per_node = (document.get("hardware") or {}).get("gpus_per_node") or DEFAULT_GPUS_PER_NODE
    program = folder / "main.perf"
    program.write_text(PROGRAM.format(
        gpus_per_node=gpus_per_node, work=folder / "work", contract=contract,
        topologies="".join(f'topology "{name}" : yaml("{file}", "{name}") {{ }}\n' for name in names),
        tests="".join(f'  test "{name}"\n' for name in names)))
    made = subprocess.run([perfc, "build", program, "-o", folder / "out"], capture_output=True, text=True, timeout=60, check=False)
    require(made.returncode == 0 and not made.stderr, f"build exits {made.returncode} and says: {made.stderr.strip()[:800]}")
    return gpus_per_node


def check_step(folder, test, server, contract, gpus_per_node, file):
    gpus = gpus_of(server)
    nodes = math.ceil(gpus / gpus_per_node)
    header = (folder / "launch.sh").read_text()
    found = stand_ins.trace(folder / "launch.sh", nodes)
    require(found["exit_status"] == 0, f"launch.sh exits {found['exit_status']}: {found['output'][-300:]}")
    require(len(found["steps"]) == 1, f"{len(found['steps'])} steps in place of one")
    step = found["steps"][0]
    id_end = f"aggr_upload-{file.stem}-{test}"
    require(f"#SBATCH --nodes={nodes}\n" in header, "the header has another number of nodes")
    if contract == "2026-01":
        size = ["-N", "1"] if nodes == 1 else [f"--nodes={nodes}", "--ntasks-per-node=1"]
        for word in [*size, "-A", "perf", "-p", "batch", "--mpi=pmix", "--container-workdir=/repo",
                     "--container-mounts=/repo:/repo,/models:/models", "--container-image=image"]:
            require(word in step["args"], f"srun lacks {word}: {step['args']}")
        require(step["command"] == ["python3", "-m", "pytest", "tests/integration/defs/perf/test_perf_sanity.py::test_e2e", "-k", id_end, "-v"],
                f"srun starts {step['command']}")
        return
    lines = [f"--gpus={gpus}", f"--ntasks={gpus}"] if nodes == 1 else [
        f"--ntasks={gpus}", f"--ntasks-per-node={gpus // nodes}", f"--gpus-per-node={gpus // nodes}"]
    for line in lines:
        require(f"#SBATCH {line}\n" in header, f"the header lacks {line}")
    for word in ["-N", str(nodes), f"--ntasks={gpus}", f"--ntasks-per-node={gpus // nodes}"]:
        require(word in step["args"], f"srun lacks {word}: {step['args']}")
    command = step["env"]["pytestCommand"]
    require(command.endswith(f" perf/test_perf_sanity.py::test_e2e[{id_end}]"), f"pytestCommand ends otherwise: {command[-200:]}")
    require(("trtllm-llmapi-launch pytest" in command) == (gpus > 1), "llmapi-launch belongs to several GPUs alone")
    for word in (server.get("server_env_var") or "").split():
        require(word.replace('"', "") in command.split(), f"pytestCommand lacks {word}")


def check_tests(folder, file, document, contract, gpus_per_node):
    manifest = {test["name"]: test for test in json.loads((folder / "manifest.json").read_text())["tests"]}
    for server in document["server_configs"]:
        name = server["name"]
        test = manifest[name]
        gpus = gpus_of(server)
        nodes = math.ceil(gpus / gpus_per_node)
        facts = (test["mode"], test["nodes"], test["gpus"], test["roles"][0]["gpus_per_server"])
        wanted = ("multi-agg" if nodes > 1 else "single-agg", nodes, nodes * gpus_per_node, gpus)
        require(facts == wanted, f"{name}: the manifest says {facts}, the YAML {wanted}")
        written = yaml.safe_load((folder / name / "config.yaml").read_text())
        require(same(written, document), f"{name}: config.yaml is not the file")
        try:
            check_step(folder / name, name, server, contract, gpus_per_node, file)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


def check_shell(folder):
    # Those to submit differ between tests in quoted values alone: one of each kind.
    others = {path.name: path for path in folder.rglob("*.sh") if path.name != "launch.sh"}
    scripts = [str(path) for path in [*folder.rglob("launch.sh"), *others.values()]]
    for command in (["bash", "-n"], ["shellcheck"], ["shfmt", "-i", "2", "-d"]):
        for batch in [scripts] if command[0] != "bash" else [[script] for script in scripts]:
            made = subprocess.run([*command, *batch], capture_output=True, text=True, check=False)
            require(made.returncode == 0, f"{' '.join(command)}: {made.stdout[:400]}{made.stderr[:400]}")


def check_converted(perfc, reference, folder):
    """What the example says it was converted from is what it builds."""
    example = pathlib.Path(__file__).resolve().parents[2] / "examples" / "sanity" / "sanity.perf"
    made = subprocess.run([perfc, "build", example, "-o", folder], capture_output=True, text=True, check=False)
    require(made.returncode == 0, f"build exits {made.returncode}: {made.stderr[:400]}")
    suite = folder / "gb200_sanity"
    written = yaml.safe_load(next(suite.glob("*/config.yaml")).read_text())
    original = yaml.safe_load((reference / "oracle/aggr/deepseek_r1_fp4_v2_grace_blackwell.yaml").read_text())
    require(written["server_configs"] == original["server_configs"], "the servers differ from those of the file")
    block = yaml.safe_load((reference / "oracle/test-db/l0_gb200_multi_gpus_perf_sanity.yml").read_text())["l0_gb200_multi_gpus_perf_sanity"][1]
    listed = [test for test in block["tests"] if "deepseek_r1_fp4_v2_grace_blackwell" in test]
    ours = yaml.safe_load((suite / "tests.yml").read_text())["gb200_sanity"]
    require([test for block in ours for test in block["tests"]] == listed, "tests.yml differs from the list")


def check_file(perfc, file, contract):
    """What is wrong, or nothing."""
    document = yaml.safe_load(file.read_text())
    with tempfile.TemporaryDirectory(prefix="perfc-aggregated-") as name:
        folder = pathlib.Path(name)
        try:
            gpus_per_node = build(perfc, file, document, contract, folder)
            check_tests(folder / "out" / "nightly", file, document, contract, gpus_per_node)
            check_shell(folder / "out")
        except AssertionError as error:
            return f"{file.name} ({contract}): {error}"
    return None


def main():
    perfc, reference = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    files = sorted((reference / "oracle" / "aggr").rglob("*.yaml"))
    if not files:
        print(f"skipped: no aggregated configurations below {reference}")
        return 77
    # A launch is mostly waiting.
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        cases = [(file, contract) for file in files for contract in ("perfc", "2026-01")]
        wrong = [text for text in pool.map(lambda case: check_file(perfc, *case), cases) if text]
    for text in wrong:
        print(f"FAILED {text}")
    failed = len(wrong)
    with tempfile.TemporaryDirectory(prefix="perfc-aggregated-") as name:
        try:
            check_converted(perfc, reference, pathlib.Path(name))
        except AssertionError as error:
            failed += 1
            print(f"FAILED examples/sanity: {error}")
    print(f"{2 * len(files) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
