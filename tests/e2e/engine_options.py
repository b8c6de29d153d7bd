#!/usr/bin/env python3
"""Every option of the engine schemas, by engine_options.yaml and engine_forms.yaml: each is known and of the right type, and
comes back as it was.

usage: engine_options.py PERFC

  * `perfc import` has nothing to say of them, and hides nothing of them in `extra { }`;
  * `perfc export` gives them again, but for their comments;
  * engine_options.yaml has a value for each option that stdlib/trtllm declares, so that a new option gets one too.

The last line is `N passed, N failed`.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from yaml_values import require

HERE = pathlib.Path(__file__).resolve().parent
OPTIONS = HERE / "engine_options.yaml"
FORMS = HERE / "engine_forms.yaml"
SCHEMAS = HERE.parents[1] / "stdlib" / "trtllm"


def run(perfc, *words):
    return subprocess.run([perfc, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)


def declared():
    """The paths of all options: `kv_cache_config.dtype`."""
    paths = set()
    for schema in SCHEMAS.glob("*.perf"):
        above = []
        inside = False
        for line in schema.read_text().splitlines():
            inside = line.startswith("schema ") or (inside and line != "}")
            option = re.match(r"((?:  )+)(\w+): ", line)
            if inside and option:
                del above[len(option[1]) // 2 - 1:]
                above.append(option[2])
                paths.add(".".join(above))
    return paths


def check_back(perfc, file, folder):
    made = run(perfc, "import", file, "-o", folder)
    require(made.returncode == 0 and made.stderr == "", f"import says {made.stderr}")
    program = folder / f"{file.stem}.perf"
    require("extra {" not in program.read_text(), "an option stands in extra { }")
    back = run(perfc, "export", program)
    require(back.returncode == 0 and back.stderr == "", f"export says {back.stderr}")
    wanted = re.sub(r"\A#.*\n", "", file.read_text())
    require(back.stdout == wanted, f"export gives another text:\n{back.stdout}")


def check_complete():
    written = set()
    above = []
    for line in OPTIONS.read_text().splitlines():
        option = re.match(r"((?:  ){2,})(\w+):", line)
        if option:
            del above[len(option[1]) // 2 - 2:]
            above.append(option[2])
            written.add(".".join(above))
    missing = declared() - written
    require(not missing, f"no value for {', '.join(sorted(missing))}")


def main():
    perfc = sys.argv[1]
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        checks = [lambda: check_back(perfc, OPTIONS, folder), lambda: check_back(perfc, FORMS, folder), check_complete]
        for check in checks:
            try:
                check()
            except AssertionError as error:
                failed += 1
                print(error)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
