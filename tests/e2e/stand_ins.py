"""Stand-ins for Slurm's commands that write down what a launch script asks of them.

Each srun leaves a folder with its arguments, its environment and where its output went. Servers stay until the benchmark
has been written down, so a script that waits for one of them before it starts the benchmark does not end.
"""
import os
import pathlib
import signal
import subprocess
import tempfile

SRUN = r"""#!/bin/bash
step=$(mktemp -d "$RECORD/step.XXXXXX")
printf '%s\0' "$@" >"$step/args"
env -0 >"$step/env"
readlink "/proc/$$/fd/1" >"$step/log"
echo "I have started"
case ${DISAGG_SERVING_TYPE-} in
BENCHMARK) : >"$RECORD/done" ;;
?*) until [[ -e $RECORD/done ]]; do /bin/sleep 0.05; done ;;
esac
"""
OTHERS = {
    "sleep": "#!/bin/sh\nexec /bin/sleep 0.05\n",
    "nvidia-smi": "#!/bin/sh\necho 4\n",
    "scancel": '#!/bin/sh\necho "$@" >>"$RECORD/scancel"\n',
    "scontrol": '#!/bin/sh\n[ "$1 $2" != "show hostnames" ] || for i in $(seq "$NODES"); do echo "node$i"; done\n',
}
VALUED = {"-N", "-n", "-A", "-p", "-w"}
KEPT = ("DISAGG_SERVING_TYPE", "pytestCommand", "TRTLLM_DISAGG_BENCHMARK_GEN_ONLY")


def split_options(words):
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in VALUED else 1
    return words[:at], words[at:]


def read_step(folder):
    args, command = split_options((folder / "args").read_bytes().decode("utf-8", "surrogateescape").split("\0")[:-1])
    env = dict(pair.split("=", 1) for pair in (folder / "env").read_bytes().decode("utf-8", "surrogateescape").split("\0") if "=" in pair)
    role, log = env.get("DISAGG_SERVING_TYPE", ""), (folder / "log").read_text().strip()
    return {"role": role, "args": args, "command": command, "env": {key: env[key] for key in KEPT if key in env},
            "log": os.path.basename(log) if log.endswith(".log") else "", "background": role not in ("", "BENCHMARK")}


def trace(script, nodes=64, env=(), timeout=60):
    """Exit status (None: it did not end), steps, calls of scancel, output."""
    with tempfile.TemporaryDirectory(prefix="perfc-trace-") as name:
        root = pathlib.Path(name)
        record, tools = root / "record", root / "bin"
        record.mkdir()
        tools.mkdir()
        for tool, text in {"srun": SRUN, **OTHERS}.items():
            (tools / tool).write_text(text)
            (tools / tool).chmod(0o755)
        variables = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", RECORD=str(record), NODES=str(nodes), SLURM_JOB_ID="4242",
                         SLURM_JOB_NODELIST=f"node[1-{nodes}]", SLURM_JOB_NUM_NODES=str(nodes), **dict(env))
        process = subprocess.Popen(["bash", str(script)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True, errors="surrogateescape", env=variables, cwd=root, start_new_session=True)
        try:
            output, _ = process.communicate(timeout=timeout)
            status = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, status = "", None
        cancelled = (record / "scancel").read_text().splitlines() if (record / "scancel").exists() else []
        return {"exit_status": status, "steps": [read_step(folder) for folder in record.glob("step.*")], "scancel": cancelled, "output": output}
