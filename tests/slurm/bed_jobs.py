"""What the tests in Python see of a bed: its jobs, its processes, its GPUs. Runs in the environment that bed gives."""
import os
import pathlib
import re
import subprocess
import threading
import time

BED = pathlib.Path(os.environ["PERFC_BED"])
OVER = {"COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "DEADLINE", "OUT_OF_MEMORY"}


def run(*command, env=None, timeout=120):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", env=env, timeout=timeout)


class Jobs:
    """All jobs of the controller, looked at again and again by one thread, so that many can be followed at once."""

    def __init__(self, interval=0.3):
        self.jobs, self.interval, self.closed = {}, interval, False
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self):
        while not self.closed:
            found = run("scontrol", "-o", "show", "job")
            for line in found.stdout.splitlines():
                fields = dict(re.findall(r"(\w[\w/:]*)=(\S*)", line))
                if "JobId" in fields:
                    self.jobs[fields["JobId"]] = fields
            time.sleep(self.interval)

    def get(self, job, field):
        return self.jobs.get(job, {}).get(field, "")

    def over(self, job, restarts=0):
        return self.get(job, "JobState") in OVER and int(self.get(job, "Restarts") or 0) >= restarts

    def close(self):
        self.closed = True
        self.thread.join()


def processes(job):
    """Processes that a job has started and that are there still, zombies apart."""
    marks, found = (f"SLURM_JOB_ID={job}".encode(), f"PERFC_BED={BED}".encode()), []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
            if all(mark in variables for mark in marks) and (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return found


def logged(job):
    """What the controller and the nodes noted of a job, by time."""
    named = re.compile(rf"\b(JobId=|job |Job |StepId=|step )(StepId=)?{job}\b", re.I)
    logs = ((path.name, path.read_text(errors="replace")) for path in sorted((BED / "log").glob("slurm*.log")))
    return sorted(f"{line} ({name})" for name, text in logs for line in text.splitlines() if named.search(line))


def nodes(names):
    return run("scontrol", "show", "hostnames", names).stdout.split()


def gpus_in_use():
    """By node, of those that have any."""
    found = run("sinfo", "-h", "-N", "-O", "NodeHost:30,GresUsed:60").stdout.splitlines()
    pairs = [line.split() for line in found if len(line.split()) == 2]
    return {node: used for node, used in pairs if not re.match(r"gpu(:[^:]*)?:0(\(|$)", used)}


def accounting(job):
    """State and exit code as sacct has them, once it has; nothing without accounting."""
    state = code = ""
    for _ in range(100):
        found = run("sacct", "-j", job, "--format=State,ExitCode", "-Pn", "--allocations")
        if found.returncode:
            return "", ""
        if "|" in found.stdout:
            # A requeued job has one line for each start.
            state, code = found.stdout.split("\n")[-2 if found.stdout.endswith("\n") else -1].split("|")[:2]
            if state.split()[0] in OVER:
                break
        time.sleep(0.1)
    return state.split()[0] if state else "", code
