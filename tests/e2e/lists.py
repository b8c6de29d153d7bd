#!/usr/bin/env python3
"""Test lists as PyYAML reads them, against what `perfc list` says: every test with its suffixes, every condition with its
types, in order; and that no rule is missed for the names in use.

usage: lists.py PERFC [REFERENCE]       the example lists, or those of REFERENCE, a folder with `oracle/`
Exit status 77: there is no PyYAML or no REFERENCE. The last line is `N passed, N failed`.
"""
import json
import pathlib
import re
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("skipped: python3 has no PyYAML")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GROUP = re.compile(r"(single_agg|multi_agg_\d+nodes|disagg_\d+nodes|wideep)_tests$")
SUFFIX = re.compile(r"""\s*,?\s*(?:TIMEOUT\s*\((?P<minutes>\d+)\)|(?P<word>ISOLATION|SKIP)|(?P<option>-[km])\s*"(?P<text>[^"]*)")""")
failures = []
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)


def listed(perfc, path, *options):
    done = subprocess.run([perfc, "list", path, "--format", "json", *options], capture_output=True, text=True, timeout=60, check=False)
    check(done.returncode == 0, f"{path}: exit status {done.returncode}: {done.stderr[:400]}")
    return json.loads(done.stdout) if done.returncode == 0 else {"tests": [], "contexts": [], "statistics": {}}


def suffixes(text):
    """What follows the id, by an expression of its own."""
    found, at = [], 0
    while match := SUFFIX.match(text, at):
        if match["minutes"]:
            found.append({"suffix": "TIMEOUT", "minutes": int(match["minutes"])})
        elif match["word"]:
            found.append({"suffix": match["word"]} | ({"reason": None} if match["word"] == "SKIP" else {}))
        else:
            found.append({"suffix": match["option"], "expression": match["text"]})
        at = match.end()
    return found if not text[at:].strip() else None


def check_test(path, raw, test):
    check(test["raw"] == raw, f"{path}: {raw!r} is listed as {test['raw']!r}")
    check(raw.startswith(test["id"]), f"{path}: {raw!r} has the id {test['id']!r}")
    check(suffixes(raw[len(test["id"]):]) == test["suffixes"], f"{path}: {raw!r}: {test['suffixes']}")
    minutes = [each["minutes"] for each in test["suffixes"] if each["suffix"] == "TIMEOUT"]
    check(not minutes or test["timeout"] == minutes[0] * 60, f"{path}: {raw!r}: {test['timeout']} s")
    name = test["id"].split("[")[-1].split("]")[0]
    performance = "::" not in test["id"] or "test_perf" in test["id"]
    if performance and "disagg" in name.split("-")[0]:
        check(test["mode"] == "disagg", f"{path}: {raw!r} is {test['mode']}")
    elif performance and re.search(r"_([2-9]|\d\d)_?nodes", name):
        check(test["mode"] == "multi-agg", f"{path}: {raw!r} is {test['mode']}")


def check_yaml(perfc, path):
    document = yaml.safe_load(path.read_text())
    answer = listed(perfc, path)
    blocks = []  # context, condition, tests
    for key, value in document.items():
        if GROUP.match(key):
            blocks.append((key, None, value or []))
        elif key not in ("version", "metadata", "execution_config"):
            for block in [value] if isinstance(value, dict) else value or []:
                blocks.append((key, block.get("condition"), block.get("tests") or []))
    said = [(context["name"], block["condition"]) for context in answer["contexts"] for block in context["blocks"]]
    check(said == [(name, condition) for name, condition, _ in blocks], f"{path}: blocks {said}")
    check(json.dumps([each[1] for each in said]) == json.dumps([each[1] for each in blocks]), f"{path}: order of conditions")
    tests = [(name, raw) for name, _, raws in blocks for raw in raws]
    check(len(tests) == len(answer["tests"]), f"{path}: {len(tests)} tests, {len(answer['tests'])} are listed")
    for (name, raw), test in zip(tests, answer["tests"]):
        check(test["context"] == name, f"{path}: {raw!r} is in {test['context']}")
        check_test(path, raw, test)
        line = path.read_text().splitlines()[test["line"] - 1]
        check(raw.split()[0] in line, f"{path}:{test['line']}: {line!r} is not {raw!r}")
    check(answer["statistics"].get("total") == len(tests), f"{path}: {answer['statistics']}")


def check_text(perfc, path):
    answer = listed(perfc, path)
    lines = [re.sub(r"\s*#.*", "", line).strip() for line in path.read_text().splitlines()]
    lines = [line for line in lines if line]
    check(len(lines) == len(answer["tests"]), f"{path}: {len(lines)} tests, {len(answer['tests'])} are listed")
    for raw, test in zip(lines, answer["tests"]):
        check_test(path, raw, test)


def check_configurations(perfc, reference):
    """Modes by the GPUs of real configurations, counted here once more."""
    folder = reference / "oracle" / "aggr"
    for path in sorted(folder.rglob("*.yaml")):
        document = yaml.safe_load(path.read_text())
        names = [server["name"] for server in document["server_configs"]]
        text = "".join(f"aggr_upload-{path.stem}-{name}\n" for name in names)
        done = subprocess.run([perfc, "list", "-", "--format", "json", "--configs", folder], input=text, capture_output=True,
                              text=True, timeout=60, check=True)
        for server, test in zip(document["server_configs"], json.loads(done.stdout)["tests"]):
            per_node = server.get("gpus_per_node", document.get("hardware", {}).get("gpus_per_node"))
            gpus = server.get("world_size", server.get("gpus", server.get("tensor_parallel_size", 1) *
                                                       server.get("pipeline_parallel_size", 1)))
            check((test["config_file"], test["config_name"]) == (path.stem, server["name"]), f"{path}: {test}")
            if per_node:
                check(test["mode"] == ("multi-agg" if gpus > per_node else "single-agg"), f"{path}: {test}")
                check(test["rule"] == 6, f"{path}: {test}")


def main():
    perfc = sys.argv[1]
    reference = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    folders = [ROOT / "examples" / "lists"]
    if reference:
        if not (reference / "oracle").is_dir():
            print("skipped: the reference data is not beside the project")
            return 77
        folders = [reference / "oracle" / "test-db", reference / "oracle" / "lists"]
        check_configurations(perfc, reference)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".yml", ".yaml") and path.parent.name != "configs":
                check_yaml(perfc, path)
            elif path.suffix == ".txt":
                check_text(perfc, path)
    for failure in failures:
        print("FAILED", failure)
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures or not checks else 0


if __name__ == "__main__":
    sys.exit(main())
