#!/usr/bin/env python3
"""The rules of the house that a compiler cannot see: what may include what, how long a file may be, what is named where.

usage: layout.py [ROOT]        each broken rule is a line `file:line: what`; the last line is `N passed, N failed`
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()

# Beyond itself, base and diag (and std, fmt) a folder may include these folders and libraries: docs and design agree on it.
ALLOWED = {
    "base": [],
    "diag": ["nlohmann"],
    "syntax": ["grammar", "tao"],
    "program": [],
    "schema": ["program"],
    "metrics": ["program"],
    "check": ["syntax", "schema", "program", "metrics"],
    "plan": ["program"],
    "lint": ["program", "plan", "syntax", "toml++"],
    "emit": ["plan", "program", "nlohmann", "yaml-cpp", "nettle"],
    "migrate": ["syntax", "program", "plan", "lint", "emit", "import", "nlohmann"],
    "import": ["syntax", "libyaml"],
    "lsp": ["nlohmann", "syntax", "program", "schema", "check", "plan", "lint"],
    "driver": ["syntax", "program", "schema", "metrics", "check", "plan", "lint", "emit", "import", "migrate", "lsp", "boost", "nlohmann"],
}
# Libraries that one place alone may include, as a pattern of its path.
ONLY_IN = {
    "boost": r"^compiler/driver/",
    "tao": r"^(compiler/syntax|grammar)/",
    "libyaml": r"^compiler/import/yaml_events\.",
    "yaml-cpp": r"^compiler/emit/config_\w+\.",
    "nettle": r"^compiler/emit/sha256\.",
    "toml++": r"^compiler/lint/toml\.",
}
SYSTEM = re.compile(r"^(sys/)?[a-z0-9_]+(\.h)?$")  # <vector>, <unistd.h>, <sys/stat.h>
# What belongs to the system below the driver: the disk, the environment, the clock, the terminal.
WORLD = re.compile(r"^(filesystem|fstream|iostream|chrono|ctime|thread|unistd\.h|fcntl\.h|dirent\.h|sys/(?!mman).*)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
LONGEST = 500

failures = []
checks = 0


def check(holds, place, what):
    global checks
    checks += 1
    if not holds:
        failures.append(f"{place}: {what}")


def files(*patterns):
    for pattern in patterns:
        yield from (p for p in sorted(ROOT.glob(pattern)) if p.is_file() and "build" not in p.relative_to(ROOT).parts[0])


def name(path):
    return path.relative_to(ROOT).as_posix()


def owner(target):
    """The folder or library that an included name belongs to; None for the standard library and fmt."""
    parts = target.split("/")
    if parts[0] == "compiler":
        return parts[1]
    if parts[0] == "grammar":
        return "grammar"
    if target == "yaml.h":
        return "libyaml"
    if parts[0] == "fmt" or SYSTEM.match(target):
        return None
    return parts[0]


def check_include(path, number, target):
    folder = name(path).split("/")[1]
    place = f"{name(path)}:{number}"
    belongs = owner(target)
    if belongs is None:
        check(folder == "driver" or not WORLD.match(target), place, f"<{target}>: only compiler/driver touches the world")
        return
    if belongs in ONLY_IN:
        check(re.search(ONLY_IN[belongs], name(path)), place, f"{target}: {belongs} does not belong here")
    near = {folder, "base"} | ({"diag"} if folder != "base" else set())
    check(belongs in near or belongs in ALLOWED[folder], place, f"{folder} may not include {target}")
    if "." not in target or target.startswith(("tao/", "yaml.h", "yaml-cpp", "nlohmann/", "boost/", "nettle/", "toml++/")):
        return
    check((ROOT / target).is_file(), place, f"{target} is not the path from the project's root")


def check_sources():
    for path in files("compiler/**/*.hpp", "compiler/**/*.cpp"):
        folder = name(path).split("/")[1]
        check(folder in ALLOWED, name(path), f"compiler/{folder} is no folder of the architecture")
        text = path.read_text()
        check(path.suffix != ".hpp" or "#pragma once" in text, name(path), "a header without #pragma once")
        for number, line in enumerate(text.splitlines(), 1):
            if match := INCLUDE.match(line):
                check_include(path, number, match[1])
    for path in files("grammar/*.hpp"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := INCLUDE.match(line):
                allowed = match[1].startswith(("tao/pegtl", "grammar/")) or SYSTEM.match(match[1])
                check(allowed, f"{name(path)}:{number}", "the grammar includes PEGTL only")


def check_lengths():
    for path in files("compiler/**/*.hpp", "compiler/**/*.cpp", "grammar/*.hpp", "runtime/*", "stdlib/**/*.perf",
                      "tests/**/*.hpp", "tests/**/*.cpp", "tests/**/*.py", "tests/**/*.sh"):
        lines = path.read_text().count("\n")
        check(lines <= LONGEST, name(path), f"{lines} lines; no file has more than {LONGEST}")


def check_words():
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b")
    reference = "../" + "shared"
    for path in files("*", "compiler/**/*", "grammar/**/*", "runtime/**/*", "stdlib/**/*", "examples/**/*", "docs/**/*",
                      "tests/**/*", ".ci/*"):
        text = path.read_bytes().decode(errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            place = f"{name(path)}:{number}"
            check(path == pathlib.Path(__file__).resolve() or not unfinished.search(line), place, "unfinished work")
            check(name(path).startswith("tests/") or reference not in line, place, "reference data is for tests alone")


def check_pages():
    codes = re.findall(r'PERFC_MESSAGE\(\w+, "(\w+)"', (ROOT / "compiler/diag/codes.def").read_text())
    pages = {path.stem for path in files("compiler/diag/explain/*.md")}
    for code in codes:
        check(code in pages, "compiler/diag/codes.def", f"{code} has no page compiler/diag/explain/{code}.md")


check_sources()
check_lengths()
check_words()
check_pages()
for failure in failures:
    print(failure)
print(f"{checks - len(failures)} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
