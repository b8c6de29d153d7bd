"""What the hand-written chain of January 2026 does for a disaggregated configuration, as a model of its own.

Written from the description of that chain alone and in another language than the compiler, so that both can be wrong in
the same way only by misreading the same sentence. `steps` gives every srun call of a good run, with commands as the words
that a role's program starts from: quotes are gone and nothing is expanded. A configuration on which the chain itself
stops, or which the compiler has to refuse, raises `Refused`.
"""
import dataclasses
import re

GEN_ONLY = "TRTLLM_DISAGG_BENCHMARK_GEN_ONLY"
SINGLE = ["--kill-on-bad-exit=1", "--overlap", "-N", "1", "--ntasks=1", "--ntasks-per-node=1"]


class Refused(Exception):
    """Why there is no run."""


@dataclasses.dataclass
class Setting:
    """What the program around the configuration says."""
    work: str
    name: str = "case"
    repo: str = "/opt/trtllm"
    models: str = "/data/models"
    run_script: str = "/scripts/slurm_run.sh"
    install_script: str = "/scripts/slurm_install.sh"
    module: str = "perf/test_perf_sanity.py"
    function: str = "test_e2e"
    prefix: str = "disagg_upload"
    srun: tuple = ("--container-name=disagg_test", "--container-image=nvcr.io/nvidia/tensorrt-llm:latest",
                   "--container-workdir=/perf", "--container-mounts=/data/models:/data,/opt/trtllm:/opt/trtllm", "--mpi=pmix")


@dataclasses.dataclass
class Facts:
    gpus_per_node: int
    gen_only: bool
    ctx_servers: int
    gen_servers: int
    ctx_gpus: int
    gen_gpus: int
    queue: int
    environment: dict

    def nodes(self, gpus):
        return -(-gpus // self.gpus_per_node)

    @property
    def total_nodes(self):
        return self.ctx_servers * self.nodes(self.ctx_gpus) + self.gen_servers * self.nodes(self.gen_gpus)


def section(config, *path):
    for key in path:
        config = config.get(key) if isinstance(config, dict) else None
    return config if isinstance(config, dict) else {}


def whole(value, what):
    """As int() does: floats lose their fraction, texts of digits count."""
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise Refused(f"{what} is {value!r}") from error


def world_size(options, what):
    size = 1
    for key in ("tensor_parallel_size", "pipeline_parallel_size", "context_parallel_size"):
        size *= whole(options.get(key, 1), f"{what}.{key}")
    return size


def concurrencies(value):
    values = value if isinstance(value, list) else str(value).split()
    return [whole(each, "concurrency_list") for each in values]


def text_of(environment, key):
    value = environment.get(key)
    return "" if value is None else str(value)


def facts(config):
    hardware, load = section(config, "hardware"), section(config, "benchmark")
    for key in ("gpus_per_node", "num_ctx_servers", "num_gen_servers"):
        if key not in hardware:
            raise Refused(f"no hardware.{key}")
    gen_only = "gen_only" in str(load.get("mode", "e2e"))
    if not gen_only and whole(hardware["num_ctx_servers"], "num_ctx_servers") < 1:
        raise Refused("no ctx servers, which only gen_only loads do without")
    return Facts(whole(hardware["gpus_per_node"], "gpus_per_node"), gen_only,
                 0 if gen_only else whole(hardware["num_ctx_servers"], "num_ctx_servers"),
                 whole(hardware["num_gen_servers"], "num_gen_servers"),
                 world_size(section(config, "worker_config", "ctx"), "ctx"),
                 world_size(section(config, "worker_config", "gen"), "gen"),
                 max(concurrencies(load.get("concurrency_list", "1"))), section(config, "environment"))


def shell_words(text):
    """The words that a shell's one evaluation makes of a text, without expanding anything."""
    words, word, i = [], None, 0
    while i < len(text):
        c = text[i]
        if c in " \t\n\r":
            words, word = (words if word is None else words + [word]), None
        elif c == "'" or text.startswith("$'", i):
            end = i + (1 if c == "'" else 2)
            start = end
            while text[end] != "'":
                end += 2 if c == "$" and text[end] == "\\" else 1
            inner = text[start:end]
            word, i = (word or "") + (inner if c == "'" else escapes(inner)), end
        elif c == '"':
            end, inner = i + 1, ""
            while text[end] != '"':
                end += text[end] == "\\" and text[end + 1] in '$`"\\'
                inner, end = (inner, end + 2) if text.startswith("\\\n", end) else (inner + text[end], end + 1)
            word, i = (word or "") + inner, end
        elif text.startswith("\\\n", i):
            i += 1
        else:
            i += c == "\\" and i + 1 < len(text)
            word = (word or "") + text[i]
        i += 1
    return words if word is None else words + [word]


def escapes(text):
    plain = {"n": "\n", "t": "\t", "\\": "\\", "'": "'"}
    return re.sub(r"\\([0-7]{3}|.)", lambda m: chr(int(m[1], 8)) if m[1].isdigit() else plain[m[1]], text, flags=re.S)


def pytest_words(setting, work, models):
    own = setting.prefix
    return [f"LLM_ROOT={setting.repo}", f"LLM_BACKEND_ROOT={setting.repo}/triton_backend", f"LLM_MODELS_ROOT={models}",
            f"MODEL_CACHE_DIR={models}", "COLUMNS=300", "NCCL_DEBUG=INFO",
            f"{setting.repo}/tensorrt_llm/llmapi/trtllm-llmapi-launch", "pytest", "-vv", "--timeout-method=thread", "--timeout=3600",
            "--rootdir", f"{setting.repo}/tests/integration/defs", f"--test-prefix={own}", f"--output-dir={work}/",
            f"--csv={work}/report.csv", "-o", "junit_logging=out-err", f"--junit-xml={work}/results.xml",
            f"{setting.module}::{setting.function}[{own}-{setting.name}]"]


def launched(call, nodes, gpus_per_node):
    return call if nodes > 1 or gpus_per_node > 1 else without_launcher(call)


def without_launcher(call):
    return [word for word in call if "trtllm-llmapi-launch" not in word]


def step(role, args, command, call, log, background, gen_only):
    env = {"pytestCommand": call}
    if role:
        env["DISAGG_SERVING_TYPE"] = role
    if gen_only:
        env[GEN_ONLY] = "1"
    return {"role": role, "args": args, "command": [command], "env": env, "log": log, "background": background}


def tasks(nodes, per_node):
    return ["--kill-on-bad-exit=1", "-N", str(nodes), f"--ntasks={nodes * per_node}", f"--ntasks-per-node={per_node}"]


def commands(f, setting, work, models, own):
    """The words of the roles' commands; `own` holds what stands between common variables and call, role by role."""
    base = launched(pytest_words(setting, work, models), f.total_nodes, f.gpus_per_node)
    queue = [f"{GEN_ONLY}=1", "TRTLLM_DISABLE_KV_CACHE_TRANSFER_OVERLAP=1", f"TLLM_BENCHMARK_REQ_QUEUES_SIZE={f.queue}"]
    worker = ["unset", "UCX_TLS", "&&"] + (queue if f.gen_only else []) + shell_words(text_of(f.environment, "worker_env_var"))
    bare = without_launcher(base)
    return {"": base, "GEN": worker + own.get("GEN", []) + base, "CTX": worker + own.get("CTX", []) + base,
            "DISAGG_SERVER": (queue[:1] if f.gen_only else []) + shell_words(text_of(f.environment, "server_env_var")) + bare,
            "BENCHMARK": shell_words(text_of(f.environment, "benchmark_env_var")) + bare}


def steps(config, setting):
    """Contract 2026-01, step for step."""
    f = facts(config)
    words = commands(f, setting, setting.work, setting.models, {})
    names = ([GEN_ONLY] if f.gen_only else []) + ["DISAGG_SERVING_TYPE", "pytestCommand"]
    common = list(setting.srun) + [f"--container-env={name}" for name in names]
    run = setting.run_script
    made = [step("", common, setting.install_script, words[""], "install.log", False, f.gen_only)]
    for kind, count, gpus in (("gen", f.gen_servers, f.gen_gpus), ("ctx", f.ctx_servers, f.ctx_gpus)):
        for i in range(count):
            made.append(step(f"{kind.upper()}_{i}", common + tasks(f.nodes(gpus), f.gpus_per_node), run, words[kind.upper()],
                             f"{kind}_server_{i}.log", True, f.gen_only))
    made.append(step("DISAGG_SERVER", common + SINGLE, run, words["DISAGG_SERVER"], "disagg_server.log", True, f.gen_only))
    made.append(step("BENCHMARK", common + SINGLE, run, words["BENCHMARK"], "", False, f.gen_only))
    return made


def exports(config, setting):
    f = facts(config)
    values = {"jobWorkspace": f"{setting.work}/disagg_workspace", "runScript": setting.run_script, "installScript": setting.install_script,
              "numCtxServers": f.ctx_servers, "numGenServers": f.gen_servers, "gpusPerNode": f.gpus_per_node,
              "gpusPerCtxServer": f.ctx_gpus, "gpusPerGenServer": f.gen_gpus, "nodesPerCtxServer": f.nodes(f.ctx_gpus),
              "nodesPerGenServer": f.nodes(f.gen_gpus), "totalNodes": f.total_nodes, "totalGpus": f.total_nodes * f.gpus_per_node}
    return {name: str(value) for name, value in values.items()}


def header(config):
    f = facts(config)
    return {"nodes": f.total_nodes, "ntasks": f.total_nodes * f.gpus_per_node, "ntasks-per-node": f.gpus_per_node,
            "gpus-per-node": f.gpus_per_node}


def steps_perfc(config, setting, own_work, nodes):
    """The default contract: the literal steps with the documented differences. `nodes` are the job's, in order."""
    f = facts(config)
    own = {role: shell_words(text_of(f.environment, f"{role.lower()}_worker_env_var")) for role in ("GEN", "CTX")}
    words = commands(f, setting, own_work, "/data", own)
    made, first = steps(config, setting), 0
    for each in made:
        kind = each["role"] if each["role"] in words else each["role"].split("_")[0]
        each["env"]["pytestCommand"] = words[kind]
        if kind in ("GEN", "CTX"):
            gpus = f.gen_gpus if kind == "GEN" else f.ctx_gpus
            count = f.nodes(gpus)
            if gpus % count:
                raise Refused(f"{gpus} ranks cannot be spread over {count} nodes")
            each["args"] = each["args"][:-5] + tasks(count, gpus // count) + ["-w", ",".join(nodes[first:first + count])]
            first += count
        elif kind:
            each["args"] = each["args"] + ["-w", nodes[0]]
        mount = f"{own_work}:{own_work}"
        each["args"] = joined(joined(each["args"] + [f"--container-mounts={mount}"], "--container-mounts"), "--container-env")
    return made


def joined(args, option):
    values = [arg.split("=", 1)[1] for arg in args if arg.startswith(option + "=")]
    return [arg for arg in args if not arg.startswith(option + "=")] + [f"{option}={','.join(values)}"]
