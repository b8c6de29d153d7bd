#!/usr/bin/env python3
"""Faults put into real configurations: how many `perfc check` notices, at the right place, with the likeliest mend.

usage: configuration_faults.py PERFC REFERENCE [--seed N] [--list]

Every configuration below REFERENCE/oracle is changed in one place at a time: misspelt keys, wrong types, bad enumerations,
fractions above 1, sizes that do not fit, roles that disagree, other server counts, unsorted batches, broken YAML. A fault is
noticed when a finding is there that the sound file does not have; it is placed when that finding or a note of it stands on the
line of the fault (or the next one, where a list goes on). `--list` shows what was missed. Without REFERENCE nothing is tested
and the exit status is 77. The last line is `N passed, N failed`.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import yaml

import lint

FINDING = re.compile(r"^(\S+?):(\d+):(\d+): (error|warning|note)\[([^]]+)\]: (.*)$")
LEAST = {"noticed": 0.995, "placed": 0.995, "mended": 0.995}
# Of what is free text or takes several types nobody can say that it is wrong.
FREE_KEYS = {"concurrency_list", "concurrency", "tasks", "custom_config", "accuracy"}
MENDS = {"int": ["abc", "[1, 2]", "{a: 1}", "1.5", "true"], "bool": ["maybe", "3", "[true]"],
         "float": ["abc", "[0.5]", "true"], "str": ["[1, 2]", "{a: 1}"]}
ROLES = [("worker_config", "ctx"), ("worker_config", "gen")]


class Configuration:
    """A YAML text with the places of its nodes; each fault is (kind, text, line or None, the right word or None)."""

    def __init__(self, name, text, rng):
        self.name, self.text, self.rng, self.faults = name, text, rng, []
        self.nodes = {}
        self.walk(yaml.compose(text), ())

    def walk(self, node, path):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self.nodes[path + (key.value,)] = (key, value)
                self.walk(value, path + (key.value,))
        elif isinstance(node, yaml.SequenceNode):
            for i, value in enumerate(node.value):
                self.walk(value, path + (i,))

    def line(self, index):
        return self.text.count("\n", 0, index) + 1

    def add(self, kind, begin, end, replacement, word=None, placed=True):
        changed = self.text[:begin] + replacement + self.text[end:]
        if changed != self.text:
            self.faults.append((kind, changed, self.line(begin) if placed else None, word))

    def scalar(self, path, replacement, kind):
        value = self.nodes.get(path, (None, None))[1]
        if isinstance(value, yaml.ScalarNode):
            self.add(f"{kind} {'.'.join(map(str, path))} = {replacement}", value.start_mark.index, value.end_mark.index, replacement)

    def number(self, *path):
        value = self.nodes.get(path, (None, None))[1]
        return int(value.value) if value is not None and value.value.isdigit() else None

    def line_of(self, path):
        """The whole line of a scalar."""
        begin = self.text.rfind("\n", 0, self.nodes[path][0].start_mark.index) + 1
        return begin, self.text.index("\n", begin) + 1


def misspelt(word, rng):
    while True:
        i = rng.randrange(len(word))
        wrong = rng.choice([word[:i] + word[i + 1:], word[:i] + word[i:i + 2][::-1] + word[i + 2:], word[:i] + word[i] + word[i:],
                            word[:i] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[i + 1:], word.upper(), word.replace("_", "-"),
                            word + "s"])
        if wrong != word and re.fullmatch(r"[A-Za-z_][\w-]*", wrong):
            return wrong


def spelling_and_types(c):
    """A dozen of each, at keys that somebody checks: what lies below `accuracy` belongs to another program."""
    known = [(path, *pair) for path, pair in c.nodes.items() if not FREE_KEYS & set(path[:-1])]
    for path, key, _ in c.rng.sample(known, min(12, len(known))):
        if len(key.value) >= 4:
            wrong = misspelt(key.value, c.rng)
            c.add(f"misspelt {'.'.join(map(str, path))} as {wrong}", key.start_mark.index, key.end_mark.index, wrong, key.value)
    scalars = [(path, value) for path, _, value in known if isinstance(value, yaml.ScalarNode) and path[-1] not in FREE_KEYS]
    for path, value in c.rng.sample(scalars, min(12, len(scalars))):
        kind = value.tag.split(":")[-1]
        if kind in MENDS:
            c.scalar(path, c.rng.choice(MENDS[kind]), "type")


def values(c):
    bad = {("kv_cache_config", "free_gpu_memory_fraction"): ["1.2", "-0.1", "85", "90%"],
           ("kv_cache_config", "dtype"): ["fp9", "FP8x", "int3"], ("kv_cache_config", "tokens_per_block"): ["33", "0"],
           ("cache_transceiver_config", "backend"): ["UCXX", "NIXLL", "NVLINK"],
           ("moe_config", "backend"): ["TRTLM", "CUTLAS", "WIDEEPP"], ("speculative_config", "decoding_type"): ["MPT", "EAGEL"],
           ("max_batch_size",): ["0", "-4", "64k"], ("max_num_tokens",): ["0", "-1"],
           ("tensor_parallel_size",): ["0", "-8", "3.5", "eight"], ("moe_expert_parallel_size",): ["3", "7", "0"]}
    for role in ROLES:
        for path, replacements in bad.items():
            c.scalar(role + path, c.rng.choice(replacements), "value")
    for section, key, replacements in (("benchmark", "mode", ["e2ee", "gen-only"]), ("benchmark", "benchmark_ratio", ["1.5", "-0.2", "80%"]),
                                       ("benchmark", "concurrency_list", ["'1,2,x'", "''", "'0'", "'-5'"]),
                                       ("benchmark", "multi_round", ["0", "-1"]), ("hardware", "gpus_per_node", ["0", "3"]),
                                       ("hardware", "num_ctx_servers", ["-1", "two"]), ("hardware", "num_gen_servers", ["-1", "two"])):
        c.scalar((section, key), c.rng.choice(replacements), "value")


def sizes(c):
    reads, answers = c.number("benchmark", "input_length"), c.number("benchmark", "output_length")
    if reads and answers:
        if not re.search(r"enable_chunked_prefill:\s*true", c.text):
            c.scalar(ROLES[0] + ("max_num_tokens",), str(reads // 2), "size")
        c.scalar(ROLES[0] + ("max_seq_len",), str(reads // 2), "size")
        c.scalar(ROLES[1] + ("max_seq_len",), str(reads + answers // 2), "size")
        for role in ROLES:
            c.scalar(role + ("cache_transceiver_config", "max_tokens_in_buffer"), str(reads // 2), "size")
        c.scalar(("benchmark", "input_length"), str(reads * 8), "size")
        c.scalar(("benchmark", "output_length"), str(20 * (reads + answers)), "size")
    batch = c.number(*ROLES[1], "max_batch_size")
    if batch and batch > 1:
        c.scalar(ROLES[1] + ("max_num_tokens",), str(batch // 2), "size")
    for role in ROLES:
        batches = c.nodes.get(role + ("cuda_graph_config", "batch_sizes"), (None, None))[1]
        if isinstance(batches, yaml.SequenceNode) and len(batches.value) > 3:
            one, two = (each.start_mark.index for each in batches.value[1:3])
            first, second = batches.value[1].value, batches.value[2].value
            between = c.text[one + len(first):two]
            c.add("unsorted", one, two + len(second), second + between + first)
            c.add("twice", one, one + len(first), second)


def roles(c):
    c.scalar(ROLES[0] + ("cache_transceiver_config", "backend"), "MPI", "disagree")
    kinds = [c.nodes.get(role + ("kv_cache_config", "dtype")) for role in ROLES]
    if all(kinds):
        c.scalar(ROLES[0] + ("kv_cache_config", "dtype"), "bfloat16", "disagree")
    for role in ROLES:
        side = role[1]
        for section in ("cache_transceiver_config", "speculative_config"):
            pairs = [c.nodes.get(each + (section,)) for each in ROLES]
            if all(pairs) and all(isinstance(pair[1], yaml.MappingNode) for pair in pairs):
                key, value = c.nodes[role + (section,)]
                begin, end = (c.text.rfind("\n", 0, mark.index) + 1 for mark in (key.start_mark, value.end_mark))
                if end > begin:
                    c.add(f"removed {side}.{section}", begin, end, "", placed=False)
        size = c.number(*role, "tensor_parallel_size")
        if size:
            begin, end = c.line_of(role + ("tensor_parallel_size",))
            if c.text[begin:end].strip().startswith("tensor_parallel_size"):
                c.add(f"removed {side}.tensor_parallel_size", begin, end, "", placed=False)
            if re.search(rf"{side}\d+_(dep|tep|tp)\d+", c.name):
                c.scalar(role + ("tensor_parallel_size",), str(size * 2), "name")
        servers = c.number("hardware", f"num_{side}_servers")
        if servers and re.search(rf"{side}\d+_", c.name):
            c.scalar(("hardware", f"num_{side}_servers"), str(servers + 1), "servers")


def syntax(c):
    for role in ROLES:
        path = role + ("max_batch_size",)
        if path not in c.nodes:
            continue
        begin, end = c.line_of(path)
        line = c.text[begin:end]
        c.add("twice " + role[1], begin, end, line + line, placed=False)
        c.add("indentation", begin, end, " " + line, placed=False)
        c.add("tab", begin, end, "\t" + line.lstrip(" "), placed=False)
        c.add("no colon", begin, end, line.replace(":", " ", 1), placed=False)


def findings(perfc, path, cluster):
    """(line, rule or code, message, the rest of its text) each."""
    done = subprocess.run([perfc, "check", "--all", "--cluster", cluster, path.name], cwd=path.parent, capture_output=True,
                          text=True, timeout=60, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"exit status {done.returncode}: {done.stderr[-2000:]}")
    found = []
    for text in done.stderr.split("\n"):
        match = FINDING.match(text)
        if match:
            found.append([int(match[2]), match[5], match[6], ""])
        elif found:
            found[-1][3] += text + "\n"
    return found


def judge(fault, fresh):
    _, changed, line, word = fault
    lines = () if line is None else (line, line + 1)
    shown = "".join(f"{message}\n{rest}" for _, _, message, rest in fresh)
    own = changed.split("\n")[line - 1] if line is not None else ""
    return {"noticed": bool(fresh),
            "placed": bool(fresh) and (line is None or any(at in lines or any(f":{each}:" in rest for each in lines)
                                                           for at, _, _, rest in fresh)),
            "mended": bool(fresh) and (word is None or word in shown.replace(own, ""))}


def try_configuration(perfc, path, seed, folder):
    text = path.read_text()
    c = Configuration(path.stem, text, random.Random(f"{seed}{path.name}"))
    for change in (spelling_and_types, values, sizes, roles, syntax):
        change(c)
    cluster = f"{folder / 'clusters.perf'}:{lint.gpu_of(text)}"
    own = folder / path.stem
    own.mkdir()
    (own / path.name).write_text(text)
    sound = collections.Counter((rule, message) for _, rule, message, _ in findings(perfc, own / path.name, cluster))
    for fault in c.faults:
        (own / path.name).write_text(fault[1])
        left, fresh = collections.Counter(sound), []
        for finding in findings(perfc, own / path.name, cluster):
            left[tuple(finding[1:3])] -= 1
            if left[tuple(finding[1:3])] < 0:
                fresh.append(finding)
        yield fault, judge(fault, fresh)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("perfc")
    parser.add_argument("reference", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    perfc = os.path.abspath(arguments.perfc)
    files = sorted(path for folder in ("disagg", "aggr") for path in (arguments.reference / "oracle" / folder).rglob("*.yaml"))
    if not files:
        print(f"skipped: no reference configurations below {arguments.reference}")
        return 77
    total, tally = 0, collections.Counter()
    with tempfile.TemporaryDirectory(prefix="perfc-faults-") as folder:
        folder = pathlib.Path(folder)
        (folder / "clusters.perf").write_text(lint.CLUSTERS + "".join(lint.CLUSTER.format(gpu=gpu, node=node) for gpu, node in lint.NODES.items()))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            tried = list(pool.map(lambda path: list(try_configuration(perfc, path, arguments.seed, folder)), files))
        for path, verdicts in zip(files, tried):
            for fault, verdict in verdicts:
                total += 1
                tally.update(name for name, holds in verdict.items() if holds)
                if arguments.list and not all(verdict.values()):
                    print(f"{', '.join('not ' + name for name, holds in verdict.items() if not holds)}: {fault[0]} ({path.name}:{fault[2]})")
    failed = [name for name, least in LEAST.items() if tally[name] < least * total]
    for name in LEAST:
        print(f"{name}: {tally[name]} of {total} faults, {100 * tally[name] / total:.1f} %")
    print(f"{len(LEAST) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
