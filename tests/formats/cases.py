"""What the tests of this folder look at: perfc check over wrong, sound, empty and hostile inputs, in every form."""
import os
import pathlib
import shlex
import shutil
import subprocess

DIAG = pathlib.Path(__file__).resolve().parent.parent / "diag"

WRONG = b"use std.trtllm\n\ntopology t {\n  model = m\n  server : tp(4) { max_bach_size = 4 }\n}\nmodel m { }\nlet x = y + 1\n"
# File name -> text. Names are bytes: not all are UTF-8.
HOSTILE = {
    b"empty.perf": b"",
    b"sound.perf": b"model m { }\n",
    b"wrong.perf": WRONG,
    b"with blanks.perf": WRONG,
    b"100%, a:b;'\"#?&.perf": WRONG,
    b"new\nline.perf": WRONG,
    b"latin-\xe9.perf": WRONG,
    "漢字 😀.perf".encode(): WRONG,
    b"-dash.perf": WRONG,
    b"bytes.perf": b"let x = \"\xff\xfe\"\n",
    b"control.perf": b"let x = \"\x01\x1b[31m\"\n",
    b"bom.perf": b"\xef\xbb\xbflet x = y\r\nlet z = \r\n",
    b"wide.perf": "let ä漢😀 = 1\nlet x = \"ä漢😀\" + y\n".encode(),
    b"commands.perf": b"let x = \"::error::no\" + y  # %0A ::stop-commands::x\n",
    b"long.perf": b"let x = " + b"a" * 100_000 + b"\n",
    b"many.perf": b"".join(b"let x%d = y%d + 1\n" % (i, i) for i in range(300)),
}


def run(perfc, folder, form, *arguments):
    return subprocess.run([perfc, "check", "--format", form, *arguments], cwd=folder, capture_output=True, timeout=120, check=False,
                          env={"PATH": os.environ["PATH"]})


def hostile(folder):
    """Writes the hostile files; gives the names of those that the file system takes, so that `-` is none."""
    names = []
    for name, text in HOSTILE.items():
        try:
            with open(os.path.join(os.fsencode(folder), name), "wb") as file:
                file.write(text)
        except OSError:
            continue
        names.append(os.fsdecode(b"./" + name if name.startswith(b"-") else name))
    return names


def calls(folder):
    """Folder, arguments: every input of tests/diag, the hostile ones alone and all at once, and one that is missing."""
    names = hostile(folder)
    for name in names:
        yield folder, [name]
    yield folder, names
    yield folder, ["missing.perf"]
    shutil.copytree(DIAG, pathlib.Path(folder) / "diag", dirs_exist_ok=True)
    for path in sorted(DIAG.glob("*.perf")):
        first = path.read_bytes().split(b"\n")[0].decode("utf-8", "replace")
        options = shlex.split(first.removeprefix("# options: ")) if first.startswith("# options: ") else []
        yield pathlib.Path(folder) / "diag", [*options, path.name]
