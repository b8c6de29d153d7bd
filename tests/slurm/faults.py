#!/usr/bin/env python3
"""The fault matrix: every role and every way to fail, on a real Slurm. Prints it as a table; status 1 when a row is not as it should be.

usage: bed --accounting --nodes 26 --gpus 2 --cpus 4 run faults.py PERFC [--only TEXT] [--part PART] [--refresh]
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent import futures

import bed_jobs
from bed_jobs import BED, run
from fault_rows import rows

HERE = pathlib.Path(__file__).resolve().parent
DOCS = HERE.parent.parent / "docs" / "faults.md"
# A busy machine is late; what was measured is in the table.
PATIENCE = 20


class Attempt:
    """One row on the bed."""

    def __init__(self, row, number, suite, jobs, slots):
        self.row, self.suite, self.jobs, self.slots = row, suite, jobs, slots
        self.work = BED / "work" / f"row{number}"
        self.mark = BED / "work" / f"row{number}.mark"
        self.job, self.script_log, self.wrong, self.mounted = "", None, [], False
        self.struck = self.noticed = self.ended = None
        self.state = self.exit_code = ""
        self.left, self.freed = [], False

    def need(self, condition, text):
        if not condition:
            self.wrong.append(text)

    def submit(self):
        fault = f"{self.row.role}:{self.row.fault}" if self.row.fault else ""
        # What is struck by hand is struck while the benchmark runs, however late; only the first start of a job takes that long.
        lasting = self.row.again or self.row.state != "COMPLETED"
        seconds = "300" if lasting else "3" if self.row.way.startswith("hangs while") else "8"
        env = dict(os.environ, PERFC_FAULT=fault, PERFC_SPACE_MB="1", PERFC_FAULT_MARK=str(self.mark), PERFC_BENCHMARK_SECONDS=seconds)
        made = run(str(self.suite / self.row.test / "submit.sh"), "--detach", "--workspace", str(self.work), "--", *self.row.options,
                   env=env)
        found = re.search(r"is job (\d+)\nlog: (.*)\n", made.stdout)
        if found is None:
            raise RuntimeError(f"submit.sh: {made.stdout}")
        self.job, self.script_log = found[1], pathlib.Path(found[2])

    def text(self):
        try:
            return self.script_log.read_text(errors="replace")
        except OSError:
            return ""

    def wait(self, what, condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.wrong.append(f"{what} did not come within {seconds} s")
                return False
            time.sleep(0.1)
        return True

    def benchmark_runs(self):
        return "stand-in: BENCHMARK" in self.text() or "stand-in: SERVER, rank 0" in self.text()

    def strike(self):
        """What the row does to the running job."""
        act = self.row.act
        if not act or not self.wait("the benchmark", self.benchmark_runs, 120):
            return
        time.sleep(1.5)
        if act in ("down-first", "down-last"):
            self.nodes = bed_jobs.nodes(self.jobs.get(self.job, "NodeList"))
        self.struck = time.time()
        if act == "scancel":
            run("scancel", self.job)
        elif act in ("terminate", "interrupt"):
            run("scancel", "--batch", "--signal=" + {"terminate": "TERM", "interrupt": "INT"}[act], self.job)
        elif act == "requeue":
            run("scontrol", "requeue", self.job)
        elif act.startswith("down"):
            run("scontrol", "update", f"NodeName={self.nodes[0 if act == 'down-first' else -1]}", "State=DOWN", "Reason=test")
        elif act == "fill":
            with open(self.work / "filler", "wb") as filler:
                try:
                    while True:
                        filler.write(bytes(65536))
                        filler.flush()
                except OSError:
                    pass
        elif act in ("restart", "away"):
            self.controller(2 if act == "restart" else 6)

    def controller(self, seconds):
        subprocess.run(["bash", "-c", f'kill "$(cat {BED}/pid/slurmctld.pid)"'], check=True)
        time.sleep(seconds)
        made = run(str(HERE / "bed"), "restart-controller", str(BED))
        self.need(made.returncode == 0, f"restart-controller: {made.stdout}")

    def watch(self):
        """Until the job is over; when launch.sh said what failed."""
        end, sum_up = time.monotonic() + 300, 1 if self.row.again else 0
        first = None
        while not self.jobs.over(self.job, sum_up):
            if time.monotonic() > end:
                self.wrong.append(f"the job is still {self.jobs.get(self.job, 'JobState')}")
                run("scancel", self.job)
                return
            found = re.search(r"^launch\.sh: (.*)$", self.text(), re.M) if self.noticed is None else None
            if found:
                self.noticed, first = time.time(), found[0]
            time.sleep(0.1)
        self.ended = time.time()
        lines = re.findall(r"^launch\.sh: (.*)$", self.text(), re.M)
        self.said = first.split(": ", 1)[1] if first else lines[0] if lines else ""

    def look(self):
        row = self.row
        if self.mark.exists() and not row.act.startswith("down"):
            self.struck = float(self.mark.read_text().split()[0])
        self.state, self.exit_code = bed_jobs.accounting(self.job)
        if not self.state:
            self.state, self.exit_code = self.jobs.get(self.job, "JobState"), self.jobs.get(self.job, "ExitCode")
        self.need(self.state == row.state, f"state {self.state}, not {row.state}")
        self.need(re.fullmatch(row.exit_code, self.exit_code), f"exit code {self.exit_code}, not {row.exit_code}")
        if row.message:
            self.need(re.match(row.message, self.said) or re.search(row.message, self.said), f"said '{self.said}'")
            self.need(not row.log or f"/{row.log}" in self.said, f"names another log: '{self.said}'")
            self.need(re.search(r"see \S*", self.said) or not row.log, "names no log")
        elif row.message is not None:
            self.need(not self.said, f"said '{self.said}'")
        if row.within and self.struck and self.noticed:
            self.need(self.noticed - self.struck <= row.within + PATIENCE, f"noticed after {self.noticed - self.struck:.0f} s")
        logs = self.suite.name
        self.need((self.work / logs / row.test / "disagg_workspace").is_dir(), "the logs are gone")
        self.look_for_remains()

    def look_for_remains(self):
        end = time.monotonic() + 15
        while time.monotonic() < end:
            self.left = bed_jobs.processes(self.job)
            self.freed = not run("squeue", "-h", "-j", self.job, "-o", "%T").stdout.strip()
            if not self.left and self.freed:
                break
            time.sleep(0.3)
        self.need(not self.left, f"processes left: {self.left}")
        self.need(self.freed, "the job still has its nodes")

    def prepare(self):
        if self.row.act != "fill":
            return
        self.work.mkdir()
        made = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", str(self.work))
        self.mounted = made.returncode == 0

    def play(self):
        try:
            self.prepare()
            if self.row.act == "fill" and not self.mounted:
                return self
            with self.slots:
                self.submit()
                with futures.ThreadPoolExecutor(1) as striker:
                    struck = striker.submit(self.strike)
                    self.watch()
                    struck.result()
                self.look()
        except Exception as error:  # pylint: disable=broad-except # the other rows go on
            self.wrong.append(repr(error))
        finally:
            if self.mounted:
                run("umount", "-l", str(self.work))
            if self.row.act.startswith("down"):
                for name in getattr(self, "nodes", []):
                    run("scontrol", "update", f"NodeName={name}", "State=RESUME")
        return self

    def skipped(self):
        return self.row.act == "fill" and not self.mounted


def seconds(begin, end):
    return f"{max(0.0, end - begin):.1f} s" if begin and end else "-"


def table(attempts):
    yield "| role | fails how | noticed after | stopped after | state (sacct) | exit code | processes left | GPUs freed | reference |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for a in attempts:
        row = a.row
        if a.skipped():
            continue
        yield (f"| {row.role} | {row.way} | {seconds(a.struck, a.noticed) if row.within else '-'} | "
               f"{seconds(a.struck, a.ended)} | {a.state} | {a.exit_code} | {len(a.left)} | {'yes' if a.freed else 'NO'} | "
               f"{row.reference or '-'} |")


def play_all(chosen, suite):
    # Each job has two nodes. Those that wait for Slurm's clock cost nothing but time, and keep no other waiting.
    jobs, busy, patient = bed_jobs.Jobs(), threading.Semaphore(7), threading.Semaphore(6)
    attempts = [Attempt(row, number, suite, jobs, patient if row.patient() else busy) for number, row in enumerate(chosen)]
    together = [a for a in attempts if not a.row.alone]
    with futures.ThreadPoolExecutor(len(together) or 1) as pool:
        for made in [pool.submit(a.play) for a in together]:
            made.result()
    for attempt in attempts:
        if attempt.row.alone:
            attempt.play()
    jobs.close()
    return attempts


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("--only", default="", help="rows whose role and way hold this text")
    parser.add_argument("--part", choices=("all", "together", "alone"), default="all", help="rows that run at once, or one by one")
    parser.add_argument("--refresh", action="store_true", help="also put the table into docs/faults.md")
    options = parser.parse_args()
    chosen = [row for row in rows() if options.only in f"{row.role} {row.way}"
              and options.part in ("all", "alone" if row.alone else "together")]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=BED) as folder:
        made = run(options.perfc, "build", str(HERE / "faults.perf"), "-o", folder)
        if made.returncode:
            sys.exit(made.stdout)
        attempts = play_all(chosen, pathlib.Path(folder) / "faults")
    lines = list(table(attempts))
    print("\n".join(lines))
    if options.refresh and (options.only or options.part != "all" or any(a.wrong or a.skipped() for a in attempts)):
        print(f"not refreshed: {DOCS.name} takes all rows, and each as it should be")
    elif options.refresh:
        before, _, rest = DOCS.read_text().partition("| role |")
        DOCS.write_text(before + "\n".join(lines) + "\n" + "".join(rest.partition("\n\n")[1:])[1:])
    documented = DOCS.read_text()
    for a in attempts:
        a.need(f"| {a.row.role} | {a.row.way} |" in documented, "docs/faults.md does not have it: run with --refresh")
    bad = [a for a in attempts if a.wrong]
    for a in bad:
        print(f"FAILED {a.row.role} {a.row.way}: {'; '.join(a.wrong)}\n--- job {a.job}, {a.script_log}\n{a.text()[-1500:]}")
        print("--- what Slurm did with it", *bed_jobs.logged(a.job), sep="\n")
    for a in attempts:
        if a.skipped():
            print(f"skipped: {a.row.role} {a.row.way} (no right to mount)")
    used = bed_jobs.gpus_in_use()
    if used:
        print(f"FAILED GPUs still in use: {used}")
    print(f"{len(attempts) - len(bad)} of {len(attempts)} rows as they should be, {time.monotonic() - begun:.0f} s")
    sys.exit(1 if bad or used else 0)


if __name__ == "__main__":
    main()
