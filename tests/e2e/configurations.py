"""Disaggregated configurations of our own making, in all the forms that people write them, from a fixed seed.

`made(count, seed)` gives (name, text) pairs. A configuration is a plain one with some of the `changes` below applied and
then written in a random layout: block or flow, quoted or plain, with comments, anchors and aliases.
"""
import json
import random


class Raw(str):
    """YAML text that is written as it stands."""


def plain(r):
    gpus = r.choice([4, 4, 8])
    transceiver = {"max_tokens_in_buffer": r.choice([8192, 16384]), "backend": r.choice(["UCX", "NIXL", "DEFAULT"])}
    return {
        "metadata": {"model_name": "our_model_fp4", "precision": "fp4", "model_dir_name": "Our-Model-FP4",
                     "supported_gpus": [{4: "GB200", 8: "B200"}[gpus]], "script_file": "disaggr_torch.slurm", "benchmark_type": "1k1k"},
        "slurm": {"script_file": "disaggr_torch.slurm", "partition": "<partition>", "account": "<account>",
                  "job_time": Raw(r.choice(["02:00:00", "'02:00:00'", "00:45:00", "3:00:00"])), "job_name": "unified-benchmark",
                  "extra_args": f"--gres=gpu:{gpus}", "numa_bind": True},
        "benchmark": {"mode": "e2e", "use_nv_sa_benchmark": True, "multi_round": 8, "benchmark_ratio": r.choice([0.8, 0.0, 1.0]),
                      "streaming": True, "concurrency_list": str(r.choice([1, 16, 1024])), "input_length": 1024,
                      "output_length": r.choice([1024, 923]), "dataset_file": "<dataset_file>"},
        "hardware": {"gpus_per_node": gpus, "num_ctx_servers": r.choice([1, 1, 2, 3]), "num_gen_servers": r.choice([1, 1, 2, 4])},
        "environment": {"container_mount": "<container_mount>", "container_image": "<container_image>", "model_path": "<model_path>",
                        "trtllm_repo": "", "build_wheel": False, "work_dir": "<full_path_to_work_dir>",
                        "worker_env_var": "TLLM_LOG_LEVEL=INFO TRTLLM_SERVER_DISABLE_GC=1", "server_env_var": "TRTLLM_SERVER_DISABLE_GC=1"},
        "profiling": {"nsys_on": False},
        "accuracy": {"enable_accuracy_test": False},
        "worker_config": {"gen": worker(r, gpus, transceiver, True), "ctx": worker(r, gpus, transceiver, False)},
    }


def worker(r, gpus, transceiver, gen):
    # What fills its nodes evenly, so that both contracts take it; `uneven` below does the rest.
    size = r.choice([1, 2, 4, 8, 16] if gpus == 4 else [1, 2, 4, 8, 16, 32])
    graph = {"enable_padding": True, "batch_sizes": [1, 2, 4, 8]} if gen else None
    made = {"tensor_parallel_size": size, "moe_expert_parallel_size": size, "enable_attention_dp": r.random() < 0.5,
            "pipeline_parallel_size": 1, "max_batch_size": r.choice([1, 64]), "max_num_tokens": 8192, "max_seq_len": 2068,
            "cuda_graph_config": graph, "print_iter_log": True,
            "kv_cache_config": {"enable_block_reuse": False, "free_gpu_memory_fraction": 0.7, "dtype": "fp8"},
            "moe_config": {"backend": "TRTLLM"}, "cache_transceiver_config": transceiver}
    return made if not gen else made | {"stream_interval": 20, "num_postprocess_workers": 4}


def workers(c):
    return [c["worker_config"][name] for name in ("ctx", "gen") if name in c["worker_config"]]


# Texts of environment variables: what shells and YAML see something in.
ENVIRONMENTS = [
    "", "A=1", "A=1 B=2", "  A=1   B=2  ", "A=1\tB=2", "A=1\nB=2", "A=1 \\\nB=2", "A=1\\\n2", 'A=1 "PYTHONWARNINGS=ignore::Warning" B=2', "A='x y' B=2", 'A="x  y"',
    "A=$HOME", "A=${HOME} B=$(id)", "A=`id`", "A= B=", "A=a=b=c", "A=1 A=2", "A=/x/*.so B=?", "A=\\$HOME", "A=x\\ y", "A=~/x", "A=é漢",
    "A={a,b} C=[1]", "A=1;B=2", "A=a&b", "A=a|b", "A=<x>", "A=#x", "A=%s", "A=!x", "A=\"it's\"", "LD_LIBRARY_PATH=/a:/b:$LD_LIBRARY_PATH",
    "UCX_TLS=^cuda_ipc", "A=-x B=--y", 'A="\\"quoted\\""', "A=1,2,3", "A=" + "x" * 500, "NCCL_DEBUG=WARN LLM_ROOT=/other",
]


def environment(r, c):
    names = ["worker_env_var", "server_env_var", "benchmark_env_var", "client_env_var", "ctx_worker_env_var", "gen_worker_env_var"]
    for name in r.sample(names, r.randint(1, 4)):
        c["environment"][name] = r.choice(ENVIRONMENTS)


def environment_style(r, c):
    texts = ["|\n      A=1\n      B=2\n", ">\n      A=1\n      B=2\n", ">-\n      A=1\n      B=2\n\n      C=3\n", "|-\n      A=1 \\\n      B=2\n",
             '"A=1 \\\n      B=2"', "A=1\n      B=2", "'A=''x y'''", "null", "~", ""]
    c["environment"]["worker_env_var"] = Raw(r.choice(texts))


def no_environment_texts(r, c):
    for name in ("worker_env_var", "server_env_var"):
        c["environment"].pop(name, None)
    if r.random() < 0.3:
        del c["environment"]


def gen_only(r, c):
    c["benchmark"]["mode"] = r.choice(["gen_only", "gen_only", "gen_only_no_context"])
    c["benchmark"]["use_nv_sa_benchmark"] = False
    c["hardware"]["num_ctx_servers"] = r.choice([0, 1, 2])


def no_sizes(r, c):
    for options in workers(c):
        for key in r.sample(["pipeline_parallel_size", "moe_expert_parallel_size", "enable_attention_dp", "moe_config", "kv_cache_config"], 3):
            options.pop(key, None)


def parallel(r, c):
    for options in workers(c):
        tp, pp, cp = r.choice([(1, 4, 1), (2, 2, 1), (4, 2, 1), (1, 8, 1), (4, 1, 2), (2, 1, 2), (8, 4, 1), (4, 4, 4), (1, 1, 1), (2, 2, 2)])
        options["tensor_parallel_size"], options["pipeline_parallel_size"], options["context_parallel_size"] = tp, pp, cp


def uneven(r, c):
    for options in workers(c):
        options["tensor_parallel_size"] = r.choice([3, 5, 6, 7, 9, 12, 24, 40, 48, 60, 64])


def concurrency(r, c):
    c["benchmark"]["concurrency_list"] = r.choice(
        ["1 2 4 8", "8 4 2 1", [1, 2, 4], 64, [512], "1  2   4", " 16 ", Raw("1 2 4"), Raw("'1' # one"), Raw('"1 64 256"'), Raw("1_024"),
         Raw("[1, 2]"), Raw(">-\n      1 2\n      4\n"), "1\t2", ["1", "2"]])


def load(r, c):
    for key in r.sample(sorted(c["benchmark"]), r.randint(1, 5)):
        del c["benchmark"][key]


def no_load(r, c):
    if r.random() < 0.5:
        del c["benchmark"]
    else:
        c["benchmark"] = r.choice([None, {}])


def no_sections(r, c):
    for key in r.sample(["metadata", "slurm", "profiling", "accuracy"], r.randint(1, 4)):
        del c[key]


def null_sections(r, c):
    for key in r.sample(["metadata", "slurm", "profiling", "accuracy", "environment"], r.randint(1, 3)):
        c[key] = r.choice([None, {}])


def unknown(r, c):
    c["our_section"] = r.choice([{"a": 1, "b": [1, {"c": None}]}, "text", [1, 2], None, 1.5])
    for name in r.sample(["metadata", "slurm", "benchmark", "hardware", "environment", "profiling", "accuracy", "worker_config"], 4):
        c[name]["our_key"] = r.choice([1, "x", None, [1], {"d": {"e": 2.5}}, True, Raw("2026-01-01"), Raw("1e3"), Raw("0o17"), Raw("!!str 5")])
    for options in workers(c):
        options["our_option"] = r.choice([1, "text", {"deep": [{"x": 1}, [2, 3]]}, None])
        options["kv_cache_config"]["our key"] = r.choice([1, "ü", []])


def new_sections(r, c):
    c.update(r.choice([
        {"server_config_extra": {"gen_strip_message_history": True, "server_keep_alive_timeout": 3600}},
        {"ctx_router_config": {"type": "conversation"}}, {"cache_transceiver_precheck": {"enabled": False, "timeout": 60}},
        {"gen_router_config": {"type": "load_balancing", "use_tokens": True}},
        {"sequence": {"input_length": 2048, "output_length": 256}}]))
    if "sequence" in c and r.random() < 0.6:
        del c["benchmark"]["input_length"], c["benchmark"]["output_length"]


def accuracy(r, c):
    task = {"model": "local-completions", "model_args_extra": "num_concurrent=512,timeout=7200", "extra_kwargs": {"trust_remote_code": True}}
    c["accuracy"] = {"enable_accuracy_test": True, "tasks": r.choice(["gsm8k", ["gsm8k", "mmlu"], {"gsm8k": task, "our task": task}]),
                     "model": "local-completions", "env_var": {"HF_HOME": "<hf_home_path>", "N": 1}}
    c["metadata"]["accuracy"] = {"datasets": [{"dataset_name": "gsm8k", "expected_value": 0.9454, "threshold_type": "hypothesis_test"}]}


def speculation(r, c):
    for options in workers(c):
        options["speculative_config"] = r.choice([
            {"decoding_type": "MTP", "num_nextn_predict_layers": 3}, {"decoding_type": "Eagle", "max_draft_len": 3, "speculative_model": "our/eagle"},
            {"decoding_type": "MTP", "max_draft_len": 1, "our_field": 1}, None, {}])
        options["moe_config"] = {"backend": "WIDEEP", "load_balancer": r.choice([{"num_slots": 288, "layer_updates_per_iter": 1}, "a/b_288.yaml", None])}


def spellings(r, c):
    yes, no = r.choice([("yes", "no"), ("True", "False"), ("on", "off"), ("TRUE", "FALSE"), ("Yes", "No")])
    c["benchmark"]["streaming"] = Raw(yes)
    c["benchmark"]["use_nv_sa_benchmark"] = Raw(r.choice([yes, no]) if c["benchmark"].get("mode") == "e2e" else no)
    c["slurm"]["numa_bind"], c["environment"]["build_wheel"] = Raw(yes), Raw(no)
    c["worker_config"]["gen"]["enable_attention_dp"] = Raw(yes)
    c["worker_config"]["gen"]["kv_cache_config"]["free_gpu_memory_fraction"] = Raw(r.choice([".7", "0.70", "7.0e-1", "1"]))
    c["worker_config"]["ctx"]["max_num_tokens"] = Raw(r.choice(["16_384", "0x4000", "+8192", "8192"]))
    c["hardware"]["num_gen_servers"] = Raw(r.choice(["0x2", "0b10", "02", "+2", "!!int 2", "!!int '2'"]))


def texts(r, c):
    """Strings that YAML would take for something else, and the other way round."""
    odd = ["yes", "1.0", "1e3", "null", "~", "2026-01-01", "0x1f", "1:30", "a: b", "a #b", "- a", "", " lead", "trail ", "é 漢 🙂", "*a", "&a",
           "!x", "%x", "@x", "`x", "{a", "[a", "'", '"', "a\\b", "line\nbreak", "tab\there", "<<", "=", "x" * 200, ",", "?", ":", "-", "\u0085", "\ufeff"]
    for name, key in (("metadata", "model_dir_name"), ("slurm", "job_name"), ("environment", "container_image"), ("metadata", "script_file")):
        c[name][key] = r.choice(odd)
    c["metadata"]["notes"] = r.sample(odd, 6)
    c["metadata"]["plain"] = [Raw(each) for each in r.sample(["1e3", "1.5e+3", "010", "0o10", "1:30", "190:20:30", ".inf", "-.INF", "2026-01-01", "NULL",
                                                               "~", "y", "n", "1_000", "0x_1f", "+1", "-0", "1.", ".5", "1__0", "3.0"], 6)]


def data(r, c):
    c["benchmark"]["use_nv_sa_benchmark"] = False
    c["benchmark"]["dataset_file"] = r.choice(["datasets/our.json", "/abs/our data.json", "<dataset_file>", "", None])
    if r.random() < 0.4:
        del c["benchmark"]["dataset_file"]
        c["environment"]["dataset_file"] = "/abs/prompts.json"
    if r.random() < 0.4:
        del c["benchmark"]["benchmark_ratio"]


def shared(r, c):
    """Anchors, aliases and merges are in the text; here the places where one stands."""
    c["worker_config"]["ctx"]["cache_transceiver_config"] = Raw("&cache {backend: UCX, max_tokens_in_buffer: 8192}")
    c["worker_config"]["gen"]["cache_transceiver_config"] = Raw(r.choice(["*cache", "{<<: *cache, backend: NIXL}", "\n                <<: *cache\n                our: 1"]))
    c["worker_config"] = {"ctx": c["worker_config"]["ctx"], "gen": c["worker_config"]["gen"]}
    c["benchmark"]["input_length"] = Raw("&length 1024")
    c["benchmark"].pop("output_length", None)
    c["benchmark"]["output_length"] = Raw("*length")
    if "worker_env_var" in c["environment"]:
        c["environment"]["worker_env_var"] = Raw("&env 'A=1 B=2'")
        c["environment"].pop("server_env_var", None)
        c["environment"]["server_env_var"] = Raw("*env")


def number_kinds(r, c):
    """Numbers of the wrong kind: a reader may take them or refuse them with a place."""
    place, key = r.choice([(c["hardware"], "num_gen_servers"), (c["hardware"], "gpus_per_node"), (c["worker_config"]["gen"], "tensor_parallel_size"),
                           (c["worker_config"]["ctx"], "max_batch_size"), (c["benchmark"], "multi_round"), (c["benchmark"], "input_length")])
    place[key] = Raw(r.choice(["'{}'", "{}.0", "'{}.0'", "' {} '"]).format(place[key]))


CHANGES = [environment, environment_style, no_environment_texts, gen_only, no_sizes, parallel, uneven, concurrency, load, no_load, no_sections,
           null_sections, unknown, new_sections, accuracy, speculation, spellings, texts, data, shared, number_kinds]


class Writer:
    """One random layout of a configuration."""

    def __init__(self, r):
        self.r = r
        self.flow = r.random() < 0.3
        self.comments = r.random() < 0.4
        self.step = r.choice([2, 2, 4])
        self.document = r.random() < 0.15

    def scalar(self, value):
        if isinstance(value, Raw):
            return str(value)
        if value is None:
            return self.r.choice(["null", "~", "", "Null"])
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return repr(value)
        return self.string(value)

    def string(self, value):
        bare = value and all(c.isalnum() and c < "\x7f" or c in "_./=<>-" for c in value) and value[0].isalpha() and value.lower() not in (
            "null", "yes", "no", "on", "off", "true", "false", "y", "n")
        style = self.r.choice(["bare", "bare", "single", "double"] if bare else ["single", "double"])
        if style == "single" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        return value if style == "bare" else self.escaped(value)

    def escaped(self, value):
        # Escapes of two surrogates are JSON's alone; what is not printable has to be escaped.
        text = json.dumps(value, ensure_ascii=self.r.random() < 0.5 and all(ord(c) < 0x10000 for c in value))
        return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)

    def comment(self):
        return self.r.choice(["", "", "", "  # a note: é", " # '\"{"]) if self.comments else ""

    def inline(self, value):
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.string(str(key))}: {self.inline(each) or '~'}" for key, each in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.inline(each) or "~" for each in value) + "]"
        return self.scalar(value)

    def has_blocks(self, value):
        if isinstance(value, (dict, list)):
            return any(self.has_blocks(each) for each in (value.values() if isinstance(value, dict) else value))
        return isinstance(value, Raw) and ("\n" in value or "#" in value or " " in value)

    def entry(self, key, value, indent, lines):
        head = " " * indent + self.string(str(key)) + ":"
        small = isinstance(value, (dict, list)) and (not value or (self.flow and not self.has_blocks(value) and self.r.random() < 0.5))
        if isinstance(value, dict) and not small:
            lines.append(head + self.comment())
            self.map(value, indent + self.step, lines)
        elif isinstance(value, list) and not small:
            lines.append(head)
            lines.extend(" " * (indent + self.r.choice([0])) + "- " + (self.inline(each) or "~") for each in value)
        else:
            text = self.inline(value)
            lines.append(head + (" " + text if text else "") + ("" if "\n" in text or "#" in text else self.comment()))

    def map(self, value, indent, lines):
        for key, each in value.items():
            if self.comments and self.r.random() < 0.1:
                lines.extend(["", " " * indent + "# of our own making"])
            self.entry(key, each, indent, lines)

    def text(self, config):
        lines = ["%YAML 1.1", "---"] if self.document and self.r.random() < 0.3 else ["---"] if self.document else []
        items = list(config.items())
        if self.r.random() < 0.3:
            self.r.shuffle(items)
        self.map(dict(items), 0, lines)
        return "\n".join(lines) + self.r.choice(["\n", "\n", "", "\n\n", "\n...\n"])


def one(index, seed):
    r = random.Random(f"{seed}-{index}")
    config = plain(r)
    # Every change comes up alone first, then in company.
    wanted = [CHANGES[index % len(CHANGES)]] + ([] if index < 2 * len(CHANGES) else r.sample(CHANGES, r.randint(0, 3)))
    names = []
    for change in sorted(set(wanted), key=CHANGES.index):
        try:
            change(r, config)
        except (KeyError, TypeError, AttributeError, ValueError):
            continue  # an earlier change took away what this one changes
        names.append(change.__name__)
    return f"{index:04}-{'-'.join(names)}", Writer(r).text(config)


def made(count, seed):
    return [one(index, seed) for index in range(count)]
