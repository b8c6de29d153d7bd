#!/usr/bin/env python3
"""The scripts that `perfc compat` replaces, on real configurations and lists: their output byte for byte.

usage: compat.py PERFC REFERENCE

  * submit: for every configuration below REFERENCE/oracle/disagg, looked up in a repository that links it and given
    directly, the launch script is the recorded one;
  * nodes: the recorded answer of the node calculator; aggregated files by a count of our own;
  * testlist: every test of every list under its mode, as `perfc list` has it, and nothing besides the parser's keys;
  * cluster: every section of the cluster file, key by key, in all formats.

Without REFERENCE nothing is tested and the status is 77. The last line is `N passed, N failed`.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

failures = []
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, check=False, **options)


def submit(perfc, oracle, folder, *which):
    """What the generator writes; None, with a failure, when it fails."""
    script = folder / "launch.sh"
    script.unlink(missing_ok=True)
    inputs = oracle / "inputs"
    done = run(perfc, "compat", "submit", "--run-ci", *which, "--script-prefix", inputs / "prefix.sh", "--srun-args",
               inputs / "srun_args.txt", "--draft-launch-sh", inputs / "draft.sh", "--launch-sh", script, "--run-sh",
               "/scripts/slurm_run.sh", "--install-sh", "/scripts/slurm_install.sh", "--stage-name", "stage")
    check(done.returncode == 0, f"submit {which}: exit status {done.returncode}: {done.stderr[:400]}")
    codes = set(re.findall(r"(?:warning|error)\[(\w+)\]", done.stderr))
    check(codes <= {"W422"}, f"submit {which}: {done.stderr[:400]}")
    return script.read_bytes() if done.returncode == 0 else None


def check_submit(perfc, oracle):
    for configuration in sorted((oracle / "disagg").glob("*/*.yaml")):
        name = f"{configuration.parent.name}/{configuration.stem}"
        expected = (oracle / "expected" / "submit-2026-01" / f"{name}.sh").read_bytes()
        with tempfile.TemporaryDirectory(prefix="perfc-compat-") as temporary:
            folder = pathlib.Path(temporary)
            tree = "wideep" if name.startswith("wideep") else "disagg"
            place = folder / "llm/tests/integration/defs/perf/disagg/test_configs" / tree / "perf"
            place.mkdir(parents=True)
            (place / configuration.name).symlink_to(configuration)
            test_list = folder / "list.txt"
            test_list.write_text(f"perf/test_perf_sanity.py::test_e2e[disagg_upload-{configuration.stem}] TIMEOUT (90)\nother\n")
            found = submit(perfc, oracle, folder, "--llm-src", folder / "llm", "--test-list", test_list)
            check(found == expected, f"submit {name}: the script differs")
            check(submit(perfc, oracle, folder, "--config-yaml", configuration) == expected,
                  f"submit {name}: the script differs with --config-yaml")


def nodes(perfc, *options):
    done = run(perfc, "compat", "nodes", *options)
    return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else done.stderr


def check_nodes(perfc, oracle):
    recorded = json.loads((oracle / "expected" / "nodes.json").read_text())
    check(len(recorded) == len(list((oracle / "disagg").glob("*/*.yaml"))), "nodes.json has not every configuration")
    for name, answer in recorded.items():
        expected = answer["calculate_hardware_nodes"]
        path = oracle / "disagg" / f"{name}.yaml"
        check(nodes(perfc, "--config", path, "--json") == (0, expected), f"nodes {name} differ")
        check(nodes(perfc, "--config", path, "--json", "--check-nodes", expected["total_nodes"]) == (0, expected),
              f"nodes {name}: the right count is refused")
        check(nodes(perfc, "--config", path, "--check-nodes", expected["total_nodes"] + 1)[0] == 1,
              f"nodes {name}: a wrong count is let through")
    for path in sorted((oracle / "aggr").rglob("*.yaml")):
        document = yaml.safe_load(path.read_text())
        status, found = nodes(perfc, "--config", path, "--json", "--gpus-per-node", "8")
        check(status == 0, f"nodes {path}: {found}")
        for server, given in zip(document["server_configs"], found["servers"], strict=True):
            per_node = server.get("gpus_per_node", document.get("hardware", {}).get("gpus_per_node", 8))
            gpus = server.get("world_size", server.get("gpus", server.get("tensor_parallel_size", 1) *
                                                       server.get("pipeline_parallel_size", 1)))
            check(given == {"name": server["name"], "world_size": gpus, "nodes": -(-gpus // per_node),
                            "gpus_per_node": per_node}, f"nodes {path}: {given}")
        check(found["total_nodes"] == max(each["nodes"] for each in found["servers"]), f"nodes {path}: {found}")


def check_testlist(perfc, oracle):
    lists = [path for folder in ("test-db", "lists") for path in (oracle / folder).rglob("*") if path.suffix in (".yml", ".yaml", ".txt")]
    for path in sorted(lists):
        done = run(perfc, "compat", "testlist", path, "--configs", oracle / "aggr")
        check(done.returncode == 0, f"testlist {path}: {done.stderr[:400]}")
        found = json.loads(done.stdout)
        listed = json.loads(run(perfc, "list", path, "--format", "json", "--configs", oracle / "aggr").stdout)
        check(found == {key: listed[key] for key in ("format", "tests_by_mode", "statistics")}, f"testlist {path} differs")
        modes = found["tests_by_mode"]
        check(found["statistics"] == {"total": sum(map(len, modes.values()))} | {mode: len(modes[mode]) for mode in modes},
              f"testlist {path}: {found['statistics']}")
        keys = {"name", "pytest_path", "config_file", "source_file", "source_line", "test_type"}
        check(all(set(test) == keys for tests in modes.values() for test in tests), f"testlist {path}: other keys")
        summary = json.loads(run(perfc, "compat", "testlist", path, "--configs", oracle / "aggr", "--summary").stdout)
        check(summary == {path.stem: found["statistics"]}, f"testlist {path} --summary: {summary}")
        one = json.loads(run(perfc, "compat", "testlist", path, "--configs", oracle / "aggr", "--mode", "disagg", "--pretty").stdout)
        check(one["tests_by_mode"] == {"single-agg": [], "multi-agg": [], "disagg": modes["disagg"]}, f"testlist {path} --mode")


def check_cluster(perfc, oracle):
    """Against a reading of our own: sections, keys, values, and what a shell makes of them."""
    path = oracle / "lists" / "clusters.conf"
    sections = {}
    for line in path.read_text().splitlines():
        if line.startswith("["):
            entries = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, value = line.split("=", 1)
            entries[key] = value
    check(len(sections) > 1, f"cluster {path}: {len(sections)} sections")
    for name, entries in sections.items():
        def cluster(*options):
            return run(perfc, "compat", "cluster", name, "--config-file", path, *options).stdout

        check(list(json.loads(cluster()).items()) == list(entries.items()), f"cluster {name} --format json")
        check(json.loads(cluster("--pretty", "--format", "json")) == entries, f"cluster {name} --pretty")
        check(cluster("--format", "env") == "".join(f"{key}={value}\n" for key, value in entries.items()),
              f"cluster {name} --format env")
        heard = run("env", "-i", "bash", "-c", cluster("--format", "shell") + "env -0").stdout.split("\0")
        check({f"{key}={value}" for key, value in entries.items()} <= set(heard), f"cluster {name} --format shell")
    unknown = run(perfc, "compat", "cluster", "nowhere", "--config-file", path)
    check(unknown.returncode == 2 and all(name in unknown.stderr for name in sections), f"cluster nowhere: {unknown.stderr}")


def main():
    perfc = pathlib.Path(sys.argv[1]).resolve()
    oracle = pathlib.Path(sys.argv[2]).resolve() / "oracle"
    if not oracle.is_dir():
        print(f"skipped: no reference data in {oracle}")
        return 77
    check_submit(perfc, oracle)
    check_nodes(perfc, oracle)
    check_testlist(perfc, oracle)
    check_cluster(perfc, oracle)
    for failure in failures:
        print("FAILED", failure)
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures or not checks else 0


if __name__ == "__main__":
    sys.exit(main())
