#!/usr/bin/env python3
"""The forms of findings for programs: every output parses, says the same as the others, and nothing in it is invented.

usage: check.py PERFC

The last line is `N passed, N failed`.
"""
import json
import os
import re
import sys
import tempfile
import urllib.parse

from cases import calls, run

FIELDS = ["file", "line", "column", "end_line", "end_column", "code", "level", "rule", "message", "help", "related", "fix"]
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]*,?)*)::([^\r\n]*)")

checks = 0
failures = []


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)


def lines_of(place, done):
    """The findings in JSON, one a line."""
    found = []
    for line in done.stdout.decode("utf-8").split("\n")[:-1]:
        found.append(json.loads(line))
        check(list(found[-1]) == FIELDS, f"{place}: fields {list(found[-1])}")
    return found


def check_json(place, found, done):
    for each in found:
        check(each["level"] in LEVELS and (each["code"] or each["rule"]) and each["message"], f"{place}: {each}")
        begin, end = (each["line"], each["column"]), (each["end_line"], each["end_column"])
        check(begin <= end and (each["file"] == "") == (each["line"] == 0), f"{place}: {begin} {end} in {each['file']!r}")
        for edit in each["fix"]["edits"] if each["fix"] else []:
            check((edit["line"], edit["column"]) <= (edit["end_line"], edit["end_column"]), f"{place}: {edit}")
    failed = any(each["level"] == "error" for each in found)
    check(done.returncode in ((1, 3) if failed else (0,)), f"{place}: status {done.returncode}")
    summary = done.stderr.decode("utf-8")
    check(re.fullmatch(r"((\d+ (error|warning)s?(, )?)+\n)?", summary), f"{place}: standard error {summary!r}")


def unescaped(text, more=False):
    text = text.replace("%3A", ":").replace("%2C", ",") if more else text
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def check_github(place, found, done):
    lines = done.stdout.decode("utf-8").split("\n")[:-1]
    check(len(lines) == len(found), f"{place}: {len(lines)} annotations of {len(found)} findings")
    for line, each in zip(lines, found):
        match = COMMAND.fullmatch(line)
        check(match, f"{place}: {line!r}")
        if not match:
            continue
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        check(match[1] == LEVELS[each["level"]], f"{place}: {match[1]} for {each['level']}")
        check(properties["title"] == f"perfc {each['code'] or each['rule']}", f"{place}: {properties}")
        check(int(properties.get("line", 0)) == each["line"], f"{place}: {properties}")
        # What steers a terminal is shown as U+FFFD in a log, so that only the start of a name with it can be compared.
        shown = unescaped(properties.get("file", ""), True)
        check(shown == each["file"] or "\ufffd" in shown, f"{place}: {shown!r} for {each['file']!r}")
        message = unescaped(match[3])
        check(message.startswith(each["message"]) or "\ufffd" in message, f"{place}: {message!r}")


def name_of(location, folder):
    """The file that an artifact location means, as bytes."""
    path = urllib.parse.unquote_to_bytes(location["uri"].removeprefix("file://"))
    return path if path.startswith(b"/") else os.fsencode(folder) + b"/" + path


def check_sarif(place, found, done, folder):
    log = json.loads(done.stdout.decode("utf-8"))
    check(log["version"] == "2.1.0" and len(log["runs"]) == 1, f"{place}: no log")
    (part,) = log["runs"]
    rules = part["tool"]["driver"]["rules"]
    check(part["invocations"][0]["executionSuccessful"] == (done.returncode != 3), f"{place}: {part['invocations']}")
    check(len(part["results"]) == len(found), f"{place}: {len(part['results'])} results of {len(found)} findings")
    for result, each in zip(part["results"], found):
        check(result["ruleId"] == (each["code"] or each["rule"]), f"{place}: rule {result['ruleId']}")
        check(rules[result["ruleIndex"]]["id"] == result["ruleId"], f"{place}: {result['ruleIndex']} is another rule")
        check(result["message"]["text"].startswith(each["message"]), f"{place}: {result['message']}")
        check(bool(result.get("locations")) == bool(each["line"]), f"{place}: locations of {each}")
        check(len(result.get("fixes", [])) == (1 if each["fix"] else 0), f"{place}: fixes of {each}")
        for location in result.get("locations", []):
            if "logicalLocations" in location:
                check(each["file"].startswith("-D "), f"{place}: {location}")
                continue
            region = location["physicalLocation"]["region"]
            expected = [each[key] for key in ("line", "column", "end_line", "end_column")]
            check(list(region.values()) == expected, f"{place}: {region} for {expected}")
            artifact = location["physicalLocation"]["artifactLocation"]
            check(os.path.exists(name_of(artifact, folder)) or artifact.get("uriBaseId") == "STDLIB", f"{place}: {artifact} is no file")
            check(re.fullmatch(r"[A-Za-z0-9\-._~/%:]+", artifact["uri"]), f"{place}: {artifact['uri']!r} is no URI")
            listed = part["artifacts"][artifact["index"]]["location"]
            check(listed["uri"] == artifact["uri"], f"{place}: {listed} for {artifact}")
    for rule in rules:
        check(rule["help"]["markdown"].startswith(f"# {rule['id']}: "), f"{place}: the page of {rule['id']}")


def main():
    perfc = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary:
        for folder, arguments in calls(temporary):
            place = arguments[-1] if len(arguments) < 9 else "all"
            form = {each: run(perfc, folder, each, *arguments) for each in ("json", "github", "sarif")}
            for name, done in form.items():
                check(done.returncode in (0, 1, 3), f"{place}: --format {name} exits {done.returncode}")
            found = lines_of(place, form["json"])
            check_json(place, found, form["json"])
            check_github(place, found, form["github"])
            check_sarif(place, found, form["sarif"], folder)
    for failure in failures:
        print("FAILED", failure.encode("utf-8", "backslashreplace").decode())
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
