#!/usr/bin/env python3
"""One configuration tried by hand: `perfc build CONFIG.yaml --cluster FILE.perf:NAME`, and its submit.sh under stand-ins.

usage: trial.py PERFC [--count N]

For N configurations of our own making: every file is the one that the program gives which somebody would write for it, and
what the compiler refuses there it refuses here. One of them then runs: submit.sh submits launch.sh, which starts every
step, and puts the configuration where the pytest side finds it. The last line is `N passed, N failed`.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import configurations
import stand_ins

SEED = 1313

PROGRAM = """\
use std.trtllm
cluster node4 {{
  gpus_per_node = 4
  nodes = 64
  account = "perf"
  partition = "batch"
  container {{ image = "image.sqsh", mounts = ["/:/"] }}
  model_root = "{root}/models"
  repo = "{root}/repo"
  work_dir = "{root}/work"
}}
cluster node8 : node4 {{ gpus_per_node = 8 }}
harness literal : perf_sanity {{ contract = "2026-01" }}
"""
BY_HAND = """\
use "clusters.perf"
topology "{name}" : yaml("{name}.yaml") {{ }}
suite "{name}" on {cluster} {{
  harness = {harness}
  test "{name}"
}}
"""
# Runs the job at once, as a Slurm that is free would.
SBATCH = """\
#!/bin/bash
for last; do :; done
bash "$last" >"$RECORD/job.log" 2>&1 && state=COMPLETED || state=FAILED
echo "$state|0:0" >"$RECORD/state"
echo "Submitted batch job $SLURM_JOB_ID"
"""
SACCT = '#!/bin/sh\ncat "$RECORD/state"\n'


def require(condition, text):
    if not condition:
        raise AssertionError(text)


def run(perfc, folder, *words):
    return subprocess.run([perfc, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def codes(findings):
    return sorted(line.split("error[")[1][:4] for line in findings.splitlines() if ": error[" in line)


def check_same(perfc, folder, name, text, harness):
    (folder / "clusters.perf").write_text(PROGRAM.format(root=folder))
    (folder / f"{name}.yaml").write_text(text)
    cluster = "node8" if "gpus_per_node: 8" in text else "node4"
    (folder / "hand.perf").write_text(BY_HAND.format(name=name, cluster=cluster, harness=harness))
    wanted = run(perfc, folder, "build", "hand.perf", "-o", "hand")
    made = run(perfc, folder, "build", f"{name}.yaml", "--cluster", f"clusters.perf:{cluster}", "--harness", harness, "-o", "tried")
    require(made.returncode == wanted.returncode, f"exit status {made.returncode}, by hand {wanted.returncode}: {made.stderr[:400]}")
    require(codes(made.stderr) == codes(wanted.stderr), f"says {made.stderr[:400]}, by hand {wanted.stderr[:400]}")
    require(made.stdout.replace("tried", "hand") == wanted.stdout, f"says {made.stdout[:400]}")
    if made.returncode == 0:
        require(tree(folder / "tried") == tree(folder / "hand"), "other files than by hand")
    return made.returncode == 0


def check_run(perfc, folder):
    name, text = next((name, text) for name, text in configurations.made(40, SEED) if check_same(perfc, folder, name, text, "perf_sanity"))
    (folder / "bin").mkdir()
    for tool, body in {"sbatch": SBATCH, "sacct": SACCT}.items():
        (folder / "bin" / tool).write_text(body)
        (folder / "bin" / tool).chmod(0o755)
    for script in ("slurm_run.sh", "slurm_install.sh"):
        path = folder / "repo" / "jenkins" / "scripts" / script
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/bash\n")
    configs = folder / "repo" / "tests" / "integration" / "defs" / "perf" / "disagg" / "test_configs" / "disagg" / "perf"
    configs.mkdir(parents=True)
    os.environ["PATH"] = f"{folder / 'bin'}:{os.environ['PATH']}"
    test = folder / "tried" / name / name
    found = stand_ins.trace(test / "submit.sh", env={"PERFC_POLL_SECONDS": "0.05"}.items())
    require(found["exit_status"] == 0, f"submit.sh exits {found['exit_status']}: {found['output'][-600:]}")
    roles = {step["role"].split("_")[0] for step in found["steps"]}
    require({"CTX", "GEN", "DISAGG", "BENCHMARK"} <= roles, f"steps: {sorted(roles)}")
    require((configs / f"{name}.yaml").read_bytes() == (test / "config.yaml").read_bytes(), "the configuration is not in place")
    require(f"job 4242 COMPLETED" in found["output"], found["output"][-600:])


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("--count", type=int, default=60)
    arguments = parser.parse_args()
    perfc = os.path.abspath(arguments.perfc)
    passed = failed = built = 0
    for number, (name, text) in enumerate(configurations.made(arguments.count, SEED)):
        with tempfile.TemporaryDirectory(prefix="perfc-trial-") as folder:
            try:
                built += check_same(perfc, pathlib.Path(folder), name, text, ("perf_sanity", "literal")[number % 2])
                passed += 1
            except AssertionError as error:
                failed += 1
                print(f"FAILED {name}: {error}")
    with tempfile.TemporaryDirectory(prefix="perfc-trial-") as folder:
        try:
            check_run(perfc, pathlib.Path(folder))
            require(2 * built > arguments.count, f"only {built} of {arguments.count} configurations were built at all")
            passed += 1
        except AssertionError as error:
            failed += 1
            print(f"FAILED run: {error}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
