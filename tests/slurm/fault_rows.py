"""The rows of the fault matrix: which role fails how, and what has to come of it."""
import dataclasses

LOGS = {"install": "install.log", "GEN_0": "gen_server_0.log", "CTX_0": "ctx_server_0.log", "DISAGG_SERVER": "disagg_server.log",
        "BENCHMARK": "slurm_", "SERVER": "slurm_"}
# What the reference's launch body does (oracle/expected/trace-2026-01, "when_step_fails").
NOTICED, UNNOTICED = "exit 1, job cancelled", "not noticed: exit 0, nothing cancelled"
REFERENCE = {"install": NOTICED, "GEN_0": UNNOTICED, "BENCHMARK": NOTICED}


@dataclasses.dataclass
class Row:
    role: str
    way: str
    fault: str = ""           # PERFC_FAULT without the role
    act: str = ""             # what the driver does to the running job
    state: str = "FAILED"
    exit_code: str = "1:0"
    message: str | None = ""  # regular expression of launch.sh's line; none: it may say something or not
    within: float = 5         # seconds in which it is to be noticed; 0: when is not ours to choose
    options: tuple = ()       # of sbatch
    test: str = "split"
    log: str = ""             # the log that the line names
    alone: bool = False       # no other job may run meanwhile
    again: bool = False       # the job comes back once, and passes
    reference: str = ""

    def patient(self):
        """True when most of its time goes by while Slurm waits."""
        return "--time=1" in self.options or self.again


def step_failed(role):
    return f"step {role} failed with status [0-9]+"


def of_role(role):
    base = {"role": role, "log": LOGS[role], "test": "whole" if role == "SERVER" else "split"}
    known = REFERENCE.get(role, "")
    yield Row(way="cannot be started", fault="nostart", message=f"step {role} could not be started", **base)
    yield Row(way="exits at once", fault="exit=3", message=step_failed(role), reference=known, **base)
    yield Row(way="exits later", fault="exit=3:2", message=step_failed(role), reference=known, **base)
    yield Row(way="killed by a signal", fault="signal=KILL:2", message=step_failed(role), **base)
    limit = {"state": "TIMEOUT", "exit_code": "0:0", "within": 0, "options": ("--time=1",)}
    if role in ("install", "BENCHMARK", "SERVER"):
        yield Row(way="hangs", fault="hang:1", message=f"step {role} was stopped ahead of the job's time limit", **limit, **base)
        return
    yield Row(way="exits with 0, too early", fault="exit=0:2", message=f"step {role} ended before the test did", **base)
    yield Row(way="hangs while the benchmark ends", fault="hang:1", state="COMPLETED", exit_code="0:0", within=0, **base)
    yield Row(way="never ready", fault="unready", message=f"step {role} was not ready after 10 s", within=12, **base)


def rows():
    for role in ("install", "GEN_0", "CTX_0", "DISAGG_SERVER", "BENCHMARK", "SERVER"):
        yield from of_role(role)
    running = {"role": "job", "log": "slurm_"}
    yield Row(way="time limit", state="TIMEOUT", exit_code="0:0", within=0, options=("--time=1",),
              message="step BENCHMARK was stopped ahead of the job's time limit", **running)
    yield Row(way="scancel by hand", act="scancel", state="CANCELLED", exit_code="0:0", message="step BENCHMARK was stopped by SIGTERM", **running)
    yield Row(way="SIGTERM to the script", act="terminate", exit_code="15:0", message="step BENCHMARK was stopped by SIGTERM", **running)
    yield Row(way="interrupt of the script", act="interrupt", exit_code="2:0", message="step BENCHMARK was stopped by SIGINT", **running)
    down = "(step [A-Z0-9_]+ failed with status [0-9]+|step BENCHMARK was stopped by SIGTERM, node down: node[0-9]+)"
    # Nobody is left there who could say anything.
    yield Row(way="node of the script down", act="down-first", state="NODE_FAIL", exit_code="(0|1|15):[0-9]+", message=None, within=0,
              options=("--no-requeue",), **{**running, "log": ""})
    yield Row(way="node of a server down", act="down-last", state="NODE_FAIL", exit_code="(0|1|15):[0-9]+", message=down,
              options=("--no-requeue",), **{**running, "log": ""})
    yield Row(way="node down, job requeued", act="down-last", state="COMPLETED", exit_code="0:0", message=down, again=True,
              **{**running, "log": ""})
    yield Row(way="requeued by hand", act="requeue", state="COMPLETED", exit_code="0:0", message="step BENCHMARK was stopped by SIGTERM",
              again=True, **running)
    yield Row(way="disk full", act="fill", message="cannot be written: its disk may be full", test="split", **{**running, "log": ""})
    yield Row(way="controller restarted", act="restart", state="COMPLETED", exit_code="0:0", within=0, alone=True, **running)
    yield Row(role="GEN_0", way="exits, while the controller is away", fault="exit=3:8", act="away", message=step_failed("GEN_0"),
              log=LOGS["GEN_0"], alone=True)
