#!/usr/bin/env python3
"""The pipelines in examples/: their syntax, that they only call perfc and what it writes, and that those calls work.

usage: check.py PERFC

The last line is `N passed, N failed`.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
JENKINS = ROOT / "examples/jenkins/Jenkinsfile"
GITHUB = ROOT / "examples/github/workflow.yml"
# One command, with no logic of a shell around it.
CALL = re.compile(r'^(rm -rf|perfc (build|check|plan)|"(out|generated)/\$SUITE/(run|sync)\.sh") [^;|&`<>(){}\n]*$')

failures = []
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)


def jenkins_text():
    """The text without comments, and with every string emptied; the strings."""
    strings = []

    def take(match):
        if match["string"]:
            strings.append(match["string"])
            return "''"
        return ""

    text = re.sub(r"""(?P<comment>//[^\n]*)|(?P<string>'[^'\n]*'|"[^"\n]*")""", take, JENKINS.read_text())
    return text, strings


def check_jenkins_structure():
    text, _ = jenkins_text()
    check(text.strip().startswith("pipeline {"), "Jenkinsfile: begins with pipeline {")
    depth = []
    pairs = {")": "(", "]": "[", "}": "{"}
    for letter in text:
        if letter in "([{":
            depth.append(letter)
        elif letter in pairs:
            check(depth and depth.pop() == pairs[letter], f"Jenkinsfile: '{letter}' closes something else")
    check(not depth, "Jenkinsfile: brackets stay open")
    sections = re.findall(r"^  (\w+)", text, re.M)
    check(sections == ["agent", "options", "parameters", "environment", "stages", "post"], f"Jenkinsfile: sections {sections}")


def jenkins_parameters():
    text = JENKINS.read_text()
    found = dict(re.findall(r"(?:string|booleanParam)\(name: '(\w+)', defaultValue: '?([^',]*)'?,", text))
    return {**found, **dict(re.findall(r"choice\(name: '(\w+)', choices: \['([^']*)'", text))}


def jenkins_calls():
    text = JENKINS.read_text()
    check("sh \"" not in text, "Jenkinsfile: Groovy would paste values into the command of a double-quoted sh step")
    return re.findall(r"^ *sh '(.*)'$", text, re.M)


def check_call(call, known, place):
    check(CALL.match(call), f"{place}: more than a call: {call}")
    for name in re.findall(r"\$\{?(\w+)", call):
        check(name in known, f"{place}: nobody sets {name}")
    for word in shlex.split(call):
        check("$" not in word or f'"{word}"' in call or re.search(r'="\$\w+"', call), f"{place}: unquoted value in {call}")


def check_workflow():
    done = run("yamllint", "-s", "-d", "{extends: default, rules: {document-start: disable, line-length: {max: 130}}}", str(GITHUB))
    check(done.returncode == 0, f"yamllint: {done.stdout}")
    flow = yaml.safe_load(GITHUB.read_text())
    check(set(flow) == {"name", "on", "permissions", "env", "jobs"}, f"workflow: keys {sorted(map(str, flow))}")
    calls = []
    for name, job in flow["jobs"].items():
        known = {"name", "runs-on", "needs", "if", "steps", "env", "timeout-minutes", "concurrency"}
        check(set(job) <= known and {"runs-on", "steps"} <= set(job), f"job {name}: keys {sorted(job)}")
        needs = job.get("needs", [])
        check(all(other in flow["jobs"] for other in ([needs] if isinstance(needs, str) else needs)), f"job {name}: needs {needs}")
        variables = {**flow["env"], **job.get("env", {})}
        for step in job["steps"]:
            place = f"job {name}, step {step.get('name', step.get('uses'))}"
            check(set(step) <= {"name", "uses", "run", "if", "with", "env"}, f"{place}: keys {sorted(step)}")
            check(("uses" in step) != ("run" in step), f"{place}: either uses or run")
            check("run" in step or re.fullmatch(r"[\w-]+(/[\w-]+)+@v\d+", step["uses"]), f"{place}: an action without a version")
            if "run" in step:
                check("${{" not in step["run"], f"{place}: an expression is pasted into a command")
                check_call(step["run"], variables, place)
                calls.append(step["run"])
    return flow, calls


def try_calls(perfc, calls, variables, cwd):
    """Runs what submits nothing, with the default of each parameter."""
    with tempfile.TemporaryDirectory() as folder:
        tools = pathlib.Path(folder)
        (tools / "perfc").symlink_to(perfc)
        (tools / "trtllm").mkdir()
        env = {**os.environ, **variables, "PATH": f"{tools}:{os.environ['PATH']}", "TRTLLM_DIR": f"{tools}/trtllm",
               "PERF_WORK_DIR": f"{tools}/work"}
        for call in calls:
            if "/sync.sh" in call and variables["CLUSTER"] == "gb200_far":
                call = call.replace(" -- ", " --dry-run -- ")
            if call.startswith(("perfc", "rm ")) or "--dry-run" in call:
                done = run("bash", "-euc", call, env=env, cwd=cwd)
                check(done.returncode == 0, f"{call}: status {done.returncode}: {done.stdout}{done.stderr}")
                check("/sync.sh" not in call or folder not in done.stdout, f"{call}: a folder of the agent: {done.stdout}")


def main():
    perfc = os.path.abspath(sys.argv[1])
    check_jenkins_structure()
    parameters = jenkins_parameters()
    calls = jenkins_calls()
    check(len(parameters) == 12 and len(calls) == 7, f"Jenkinsfile: {sorted(parameters)} and {len(calls)} calls")
    for call in calls:
        check_call(call, parameters, "Jenkinsfile")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", f"{folder}/examples")
        for values in ({}, {"CLUSTER": "gb200_far"}, {"SUITE": "by_hand"}):
            try_calls(perfc, calls, {**parameters, **values}, folder)
    flow, calls = check_workflow()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "examples/gb200/gb200.perf", f"{folder}/nightly.perf")
        variables = {**flow["env"], "SUITE": "gb200_sanity", "WORKSPACE": f"{folder}/work"}
        try_calls(perfc, ['perfc build "$PROGRAM" -o generated'] + calls, variables, folder)
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
