#!/usr/bin/env python3
"""Real test lists as programs: imported, checked, and listed again with the same tests, suffixes and conditions.

usage: list_import.py PERFC [REFERENCE]       REFERENCE: a folder with `oracle/`

Each list is imported with the configurations of the reference data, and again with a configuration made for every test that
has none there. The program checks, and its lists (`perfc list`, and tests.txt of `perfc build`) have every test of the list
that a program can hold: the same ids, in the same order within each suite, each with its suffixes and the condition of its
block. What a program cannot hold is in it as a comment.
Exit status 77: the reference data is not there. The last line is `N passed, N failed`.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SERVER = "- name: {name}\n  model_name: m\n  tensor_parallel_size: {gpus}\n  client_configs:\n  - name: c\n    concurrency: 1\n    iterations: 1\n    isl: 8\n    osl: 8\n"
DISAGG = """\
metadata: {{model_name: m}}
benchmark: {{mode: e2e, concurrency_list: '1', input_length: 8, output_length: 8}}
hardware: {{gpus_per_node: {gpus}, num_ctx_servers: 1, num_gen_servers: 1}}
worker_config:
  ctx: {{tensor_parallel_size: {gpus}, cache_transceiver_config: {{backend: UCX}}}}
  gen: {{tensor_parallel_size: {gpus}, cache_transceiver_config: {{backend: UCX}}}}
"""
failures = []
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)


def run(perfc, *arguments, cwd=None):
    return subprocess.run([perfc, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False, cwd=cwd)


def lists_of(perfc, path, *options):
    done = run(perfc, "list", path, "--format", "json", *options)
    if done.returncode != 0:
        check(False, f"list {path}: {done.stderr[:400]}")
        return []
    answer = json.loads(done.stdout)
    return answer.get("lists", [answer])


def name_of(test):
    """The id as pytest is given it."""
    identity = test["id"]
    if "::" not in identity:
        identity = f"perf/test_perf_sanity.py::test_e2e[{identity}]"
    if identity.startswith("test_perf_sanity.py"):
        identity = "perf/" + identity
    return re.sub(r"\.yaml(?=[-\]])", "", identity)


def condition_of(condition):
    """A lone pattern is a list of one; a key that says nothing is not there."""
    result = {}
    for kind, entries in (condition or {}).items():
        kept = {}
        for key, value in (entries or {}).items():
            if value is not None:
                kept[key] = [value] if kind == "wildcards" and isinstance(value, str) else value
        if kept:
            result[kind] = kept
    return result


def facts(listed):
    """For each test its suffixes and its condition."""
    blocks = {context["name"]: context["blocks"] for context in listed["contexts"]}
    for test in listed["tests"]:
        suffixes = {each["suffix"]: each for each in test["suffixes"] if each["suffix"] not in ("-k", "-m", "TIMEOUT")}
        condition = condition_of(blocks[test["context"]][test["block"]]["condition"])
        yield name_of(test), test["timeout"], suffixes, condition


def subsequence(part, whole):
    rest = iter(whole)
    return all(each in rest for each in part)


def check_list(perfc, path, configs, folder):
    """How many tests became tests of the program."""
    out = folder / "programs"
    done = run(perfc, "import", path, "-o", out, *[word for each in configs for word in ("--configs", each)])
    check(done.returncode == 0, f"import {path}: {done.returncode} {done.stderr[:600]}")
    if done.returncode != 0:
        return 0
    check("W587" not in done.stderr, f"import {path}: {done.stderr[:600]}")
    program = out / (path.stem + ".perf")
    checked = run(perfc, "check", program)
    check(checked.returncode == 0, f"check {program.name}: {checked.stderr[:800]}")
    if checked.returncode != 0:
        return 0
    original = lists_of(perfc, path, *[word for each in configs for word in ("--configs", each)])[0]
    imported = lists_of(perfc, program)
    text = program.read_text()
    comments = {line.strip()[2:].split("  # ")[0] for line in text.splitlines() if line.strip().startswith("# ")}
    wanted = collections.Counter()
    kept = []
    for test, fact in zip(original["tests"], facts(original)):
        if test["raw"] in comments:
            continue
        kept.append(fact)
        wanted[fact[0]] += 1
    found = [fact for each in imported for fact in facts(each)]
    check(collections.Counter(fact[0] for fact in found) == wanted, f"{path}: {len(found)} tests in place of {len(kept)}: "
          f"{[name for name in wanted if name not in {fact[0] for fact in found}][:3]}")
    key = lambda fact: json.dumps(fact[:3] + ((fact[3],) if original["kind"] == "test-db" else ()), sort_keys=True)
    check(sorted(map(key, found)) == sorted(map(key, kept)), f"{path}: suffixes or conditions differ: "
          f"{sorted(set(map(key, found)) ^ set(map(key, kept)))[:2]}")
    check_built(perfc, path, program, [fact[0] for fact in kept], imported, folder)
    # No comment is lost but marks of modes.
    for line in path.read_text().splitlines():
        if line.strip().startswith("#"):
            check(line.strip().lstrip("#").strip() in text, f"{path}: the comment {line.strip()!r} is lost")
    return len(found)


def check_built(perfc, path, program, names, imported, folder):
    if not names:
        return
    out = folder / "built"
    done = run(perfc, "build", program, "-o", out)
    check(done.returncode == 0, f"build {program.name}: {done.stderr[:600]}")
    if done.returncode != 0:
        return
    for suite in imported:
        built = (out / suite["testlist_name"] / "tests.txt").read_text().splitlines()
        check(subsequence(built, names), f"{path}: the order of {suite['testlist_name']}: {built[:3]}")
        if suite["kind"] == "program" and len(suite["contexts"]) == 1 and path.suffix in (".yml",):
            listed = [name_of(test) for test in suite["tests"]]
            check(subsequence(listed, names), f"{path}: the order of tests.yml of {suite['testlist_name']}: {listed[:3]}")


def made_configurations(perfc, path, configs, folder):
    """Files for the tests of a list that have none."""
    folder.mkdir(parents=True, exist_ok=True)
    known = {file.stem for each in configs for file in each.rglob("*.yaml")}
    servers = collections.defaultdict(dict)
    for test in lists_of(perfc, path, "--configs", configs[0])[0]["tests"]:
        name = test["id"].split("[")[-1].split("]")[0]
        if "::" in test["id"] and "test_perf" not in test["id"] or test["config_file"] in known or not test["config_file"]:
            continue
        gpus = 4 if "gb" in name or "grace" in name else 8
        if test["config_name"]:
            servers[test["config_file"]][test["config_name"]] = gpus
        elif "disagg" in name.split("-")[0]:
            (folder / f"{test['config_file']}.yaml").write_text(DISAGG.format(gpus=gpus))
    for file, names in servers.items():
        text = "".join(SERVER.format(name=name, gpus=gpus) for name, gpus in names.items())
        (folder / f"{file}.yaml").write_text("server_configs:\n" + text)


def main():
    perfc = str(pathlib.Path(sys.argv[1]).resolve())
    oracle = pathlib.Path(sys.argv[2]).resolve() / "oracle" if len(sys.argv) > 2 else None
    if oracle is None or not (oracle / "test-db").is_dir():
        print("skipped: the reference data is not beside the project")
        return 77
    paths = sorted((oracle / "test-db").rglob("*.yml")) + sorted((oracle / "lists").glob("*.txt")) + sorted((oracle / "lists").glob("*.yaml"))
    total = 0
    for path in paths:
        with tempfile.TemporaryDirectory(prefix="perfc-list-import-") as name:
            folder = pathlib.Path(name)
            total += check_list(perfc, path, [oracle / "aggr", oracle / "disagg"], folder / "real")
            made = folder / "made"
            made_configurations(perfc, path, [oracle], made)
            total += check_list(perfc, path, [oracle / "aggr", oracle / "disagg", made], folder / "all")
    check(total > 200, f"{total} tests of the lists became tests of programs")
    for failure in failures:
        print("FAILED", failure)
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
