// perfc compat: what callers of the replaced scripts see. The texts themselves are compared in tests/golden/compat-*
// and, for real configurations, in tests/e2e/compat.py.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "command_fixture.hpp"

namespace {

constexpr const char* kConfig =
    "hardware: {gpus_per_node: 4, num_ctx_servers: 1, num_gen_servers: 1}\n"
    "worker_config: {ctx: {tensor_parallel_size: 4}, gen: {tensor_parallel_size: 8}}\n";
constexpr const char* kWhere = "llm/tests/integration/defs/perf/disagg/test_configs/";

struct CompatFixture : CommandFixture {
  CompatFixture() : CommandFixture("compat") {
    folder.write("prefix.sh", "export pytestCommand=\"launcher pytest\"\n");
    folder.write("srun_args.txt", "--mpi=pmix\n");
    folder.write("draft.sh", "# body\n");
    folder.write("launch.sh", "old");
  }
  // With all options but those that say which configuration.
  [[nodiscard]] Outcome submit(std::vector<std::string> which) const {
    const std::vector<std::string> words = {"submit",       "--run-ci",      "--script-prefix",   "prefix.sh",
                                            "--srun-args",  "srun_args.txt", "--draft-launch-sh", "draft.sh",
                                            "--launch-sh",  "launch.sh",     "--run-sh",          "/s/run.sh",
                                            "--install-sh", "/s/install.sh", "--stage-name",      "stage"};
    which.insert(which.begin(), words.begin(), words.end());
    return run(which);
  }
  // The findings for a first line, or for a configuration, that must not work; the script stays as it was.
  [[nodiscard]] std::string refused(const std::string& file, const std::string& text) const {
    folder.write(file, text);
    const bool list = file == "list.txt";
    const Outcome outcome = list ? submit({"--test-list", file, "--llm-src", "llm"}) : submit({"--config-yaml", file});
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK(folder.read("launch.sh") == "old");
    return outcome.err;
  }
};

}  // namespace

TEST_CASE_FIXTURE(CompatFixture, "compat: a group of commands") {
  CHECK(run({}).status == 2);
  CHECK(run({}).err == "perfc: no command behind 'compat'\nhelp: perfc compat --help lists the commands\n");
  const Outcome unknown = run({"node"});
  CHECK(unknown.status == 2);
  CHECK(unknown.err ==
        "perfc: unknown command 'node'\nhelp: did you mean 'nodes'?\nhelp: perfc compat --help lists the commands\n");
  CHECK(run({"lint"}).err.find("type checks") == std::string::npos);  // `perfc lint` is what others call `perfc check`
  CHECK(Run({"lint"}).go().err.find("type checks") != std::string::npos);
  const std::string overview = run({"--help"}).out;
  CHECK(overview == Run({"help", "compat"}).go().out);
  for (const char* command : {"submit", "nodes", "testlist", "cluster"}) {
    CAPTURE(command);
    CHECK(overview.find("\n  compat " + std::string(command) + " ") != std::string::npos);
    const Outcome page = run({command, "--help"});
    CHECK(page.status == 0);
    CHECK(page.out.starts_with("perfc compat " + std::string(command) + ": "));
    CHECK(page.out == Run({"help", "compat", command}).go().out);
  }
  CHECK(run({"nodes", "--confg", "x"}).err ==
        "perfc: unknown option '--confg'\nhelp: did you mean '--config'?\n"
        "help: perfc compat nodes --help lists the options\n");
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: finds the configuration, in both trees, the first one first") {
  folder.write("list.txt", "perf/test_perf_sanity.py::test_e2e[disagg_upload-a-b] TIMEOUT (90)\nnonsense [\n");
  folder.write(std::string(kWhere) + "wideep/perf/a-b.yaml", kConfig);
  const Outcome wideep = submit({"--llm-src", "llm", "--test-list", "list.txt"});
  CHECK(wideep.err == "");
  CHECK(wideep.status == 0);
  CHECK(wideep.out == "launch.sh: a-b on 3 nodes of 4 GPUs\n");
  CHECK(folder.read("launch.sh").find("export totalNodes=3\n") != std::string::npos);
  folder.write(std::string(kWhere) + "disagg/perf/a-b.yaml", "benchmark: {mode: gen_only}\n" + std::string(kConfig));
  CHECK(submit({"--llm-src=llm", "--test-list=list.txt"}).out == "launch.sh: a-b on 2 nodes of 4 GPUs\n");
  // Given twice, the last one counts, as it does for the generator.
  folder.write("c.yaml", kConfig);
  CHECK(submit({"--config-yaml", "nowhere", "--config-yaml", "c.yaml"}).out == "launch.sh: c on 3 nodes of 4 GPUs\n");
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: a first line that is no test of a disaggregated deployment") {
  CHECK(refused("list.txt", "").starts_with("list.txt:1:1: error[E542]: there is no test id in brackets here\n"));
  CHECK(refused("list.txt", "\nx[disagg-a]\n").starts_with("list.txt:1:1: error[E542]: there is no test id"));
  CHECK(refused("list.txt", "x[disagg-a\n").starts_with("list.txt:1:1: error[E542]: there is no test id"));
  CHECK(refused("list.txt", "x[aggr-disagg]\n").starts_with("list.txt:1:3: error[E542]: the test is none of a disagg"));
  CHECK(refused("list.txt", "x[disagg-]\n").starts_with("list.txt:1:3: error[E542]: the test names no configuration"));
  const std::string absent = refused("list.txt", "x[disagg-gen_only-a]\n");
  CHECK(absent.starts_with("list.txt:1:10: error[E527]: there is no configuration 'gen_only-a'\n"));
  CHECK(absent.find("wideep/perf/gen_only-a.yaml'\n") != std::string::npos);
  CHECK(absent.find("help: 'gen_only' is a mode word of newer lists") != std::string::npos);
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: a configuration that says too little or something else") {
  const auto first = [&](const std::string& text) {
    const std::string err = refused("c.yaml", text);
    return err.substr(0, err.find('\n'));
  };
  const std::string sizes = "worker_config: {ctx: {tensor_parallel_size: 4}, gen: {tensor_parallel_size: 8}}\n";
  CHECK(first("[1]") == "c.yaml:1:1: error[E520]: a configuration must be a map of sections, not a list");
  CHECK(first("a: b: c").starts_with("c.yaml:1:5: error[E501]: the YAML cannot be read"));
  CHECK(first(sizes) == "c.yaml:1:1: error[E521]: the configuration has no 'hardware'");
  CHECK(first(sizes + "hardware: {gpus_per_node: 4, num_ctx_servers: 1}\n") ==
        "c.yaml:2:11: error[E521]: the configuration has no 'hardware.num_gen_servers'");
  CHECK(first(sizes + "hardware: {gpus_per_node: 0, num_ctx_servers: 1, num_gen_servers: 1}\n") ==
        "c.yaml:2:27: error[E302]: 0 is out of range: expected 'hardware.gpus_per_node' of at least 1");
  CHECK(first(sizes + "hardware: {gpus_per_node: '4', num_ctx_servers: 1, num_gen_servers: 1}\n") ==
        "c.yaml:2:27: error[E520]: 'hardware.gpus_per_node' must be a whole number, not a text");
  const std::string config = kConfig;
  CHECK(first(config + "benchmark: {concurrency_list: 1 x}\n") ==
        "c.yaml:3:31: error[E520]: 'benchmark.concurrency_list' must be whole numbers, such as '1 2 4' or [1, 2, 4], "
        "not '1 x'");
  CHECK(first(config + "benchmark: {concurrency_list: [4, 0]}\n") ==
        "c.yaml:3:31: error[E411]: the list of concurrencies holds 0, but each must be at least 1");
  CHECK(first(config + "environment: {worker_env_var: [A=1]}\n") ==
        "c.yaml:3:31: error[E520]: 'environment.worker_env_var' must be a text, not a list");
  CHECK(first("server_configs: []\n") == "c.yaml:1:1: error[E521]: the configuration has no 'worker_config'");
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: what the generator leaves to chance is done, with a warning") {
  folder.write("prefix.sh", "set -e\n");
  folder.write("c.yaml",
               "hardware: {gpus_per_node: 4, num_ctx_servers: 1, num_gen_servers: 1}\n"
               "environment: {worker_env_var: A=$B, gen_worker_env_var: C=1}\n"
               "worker_config: {ctx: {pipeline_parallel_size: 2}, gen: {world_size: 8}}\n");
  const Outcome outcome = submit({"--config-yaml", "c.yaml"});
  CHECK(outcome.status == 0);
  CHECK(folder.read("launch.sh").find("export gpusPerCtxServer=2\nexport gpusPerGenServer=8\n") != std::string::npos);
  for (const char* finding :
       {"c.yaml:3:22: warning[W526]: 'worker_config.ctx' has no 'tensor_parallel_size'; it is taken as 1\n",
        "c.yaml:2:31: warning[W526]: the launch script expands what looks like a variable or a command in "
        "'environment.worker_env_var'\n",
        "c.yaml:2:57: warning[W422]: ", "prefix.sh:1:1: warning[W526]: no line has 'export pytestCommand='"}) {
    CAPTURE(outcome.err);
    CHECK(outcome.err.find(finding) != std::string::npos);
  }
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: lines end, and words part, as Python reads them") {
  folder.write("c.yaml", kConfig);
  CHECK(submit({"--config-yaml", "c.yaml"}).status == 0);
  const std::string plain = folder.read("launch.sh");
  for (const char* end : {"\r\n", "\r"}) {
    folder.write("prefix.sh", "export pytestCommand=\"launcher pytest\"" + std::string(end));
    folder.write("srun_args.txt", "--mpi=pmix" + std::string(end));
    folder.write("draft.sh", "# body" + std::string(end));
    CHECK(submit({"--config-yaml", "c.yaml"}).status == 0);
    CHECK(folder.read("launch.sh") == plain);
  }
  folder.write("prefix.sh", "export pytestCommand=\"launcher\u2003pytest\"\rset -e\n");
  folder.write("srun_args.txt", "\u00A0--a=\u00E9\u3000--b\u0085\u0085--c\u200Bd");
  CHECK(submit({"--config-yaml", "c.yaml"}).status == 0);
  const std::string wide = folder.read("launch.sh");
  CHECK(wide.starts_with("export pytestCommand=\"launcher\u2003pytest\"\nset -e\n"));
  CHECK(wide.find("export pytestCommandNoLLMAPILaunch=\"launcher pytest\"\n") != std::string::npos);
  CHECK(wide.find("srunArgs=(\n  \"--a=\u00E9\"\n  \"--b\"\n  \"--c\u200Bd\"\n  \"--con") != std::string::npos);
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: files that cannot be read or written are the machine's fault") {
  folder.write("c.yaml", kConfig);
  const Outcome absent = submit({"--config-yaml", "absent.yaml"});
  CHECK(absent.status == 3);
  CHECK(absent.err == "error[E004]: cannot read 'absent.yaml': no such file or directory\n1 error\n");
  CHECK(submit({"--config-yaml", "c.yaml", "--srun-args", "."}).status == 3);
  CHECK(folder.read("launch.sh") == "old");
  const Outcome nowhere = submit({"--config-yaml", "c.yaml", "--launch-sh", "absent/launch.sh"});
  CHECK(nowhere.status == 3);
  CHECK(nowhere.err == "error[E601]: cannot write 'absent/launch.sh': no such file or directory\n1 error\n");
  CHECK(submit({"--config-yaml", "c.yaml", "--launch-sh", "/dev/full"}).status == 3);
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: the script keeps its permissions and its place behind a link") {
  folder.write("c.yaml", kConfig);
  folder.write("real/launch.sh", "old");
  REQUIRE(::chmod(folder.path("real/launch.sh").c_str(), 0750) == 0);
  std::filesystem::create_symlink("real/launch.sh", folder.path("link.sh"));
  CHECK(submit({"--config-yaml", "c.yaml", "--launch-sh", "link.sh"}).status == 0);
  CHECK(folder.read("real/launch.sh").find("export numGenServers=1\n") != std::string::npos);
  CHECK(std::filesystem::is_symlink(folder.path("link.sh")));
  struct stat status {};
  REQUIRE(::stat(folder.path("real/launch.sh").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0750);
}

TEST_CASE_FIXTURE(CompatFixture, "compat submit: wrong usage") {
  const auto error = [&](std::vector<std::string> words) {
    const Outcome outcome = submit(std::move(words));
    CHECK(outcome.status == 2);
    return outcome.err;
  };
  CHECK(error({}) == "perfc: no --test-list given\nhelp: --config-yaml gives the configuration directly\n");
  CHECK(error({"--test-list", "l"}).starts_with("perfc: no --llm-src given\n"));
  CHECK(error({"--config-yaml", "c", "--launch-sh", ""}) == "perfc: no --launch-sh given\n");
  CHECK(error({"x"}) == "perfc: unknown word 'x'\n");
  CHECK(error({"--config-yaml", "c", "--run-sh", "/my scripts/run.sh"})
            .starts_with("perfc: --run-sh '/my scripts/run.sh' would not stay one word in the launch script\n"));
  for (const std::string sign : {"\\", "*", "?", "[a]", "{a,b}", ";", "'"}) {
    CAPTURE(sign);
    CHECK(error({"--config-yaml", "c", "--install-sh", "/x" + sign}).find("would not stay one word") !=
          std::string::npos);
  }
  CHECK(submit({"--config-yaml", "none", "--run-sh", "${HOME}/run.sh"}).status == 3);
}

TEST_CASE_FIXTURE(CompatFixture, "compat nodes: two servers of half a node each have two nodes") {
  folder.write("c.yaml",
               "hardware: {gpus_per_node: 4, num_ctx_servers: 2, num_gen_servers: 1}\n"
               "benchmark: {concurrency_list: of no interest here}\n"
               "worker_config: {ctx: {tensor_parallel_size: 2}, gen: {tensor_parallel_size: 2}}\n");
  const Outcome table = run({"nodes", "--config", "c.yaml"});
  CHECK(table.err == "");
  CHECK(table.out ==
        "ctx: 2 servers x ceil(2 GPUs / 4) = 2 nodes\n"
        "gen: 1 server x ceil(2 GPUs / 4) = 1 node\n"
        "total: 3 nodes of 4 GPUs, 12 GPUs\n");
  const Outcome right = run({"nodes", "--config", "c.yaml", "--json", "--check-nodes", "3"});
  CHECK(right.status == 0);
  CHECK(nlohmann::json::parse(right.out)["ctx_nodes"] == 2);
  const Outcome wrong = run({"nodes", "--config", "c.yaml", "--json", "--check-nodes", "2"});
  CHECK(wrong.status == 1);
  CHECK(wrong.out == right.out);
  CHECK(wrong.err == "perfc: 'c.yaml' needs 3 nodes, not 2\n");
  CHECK(run({"nodes", "--config", "c.yaml", "--check-nodes", "0"}).status == 1);
  CHECK(run({"nodes", "--config", "c.yaml", "--check-nodes", "2x"}).err ==
        "perfc: --check-nodes takes a number from 0 to 65536, not '2x'\n");
  CHECK(run({"nodes"}).err == "perfc: no --config given\n");
}

TEST_CASE_FIXTURE(CompatFixture, "compat nodes: the largest server of an aggregated file counts") {
  folder.write("a.yaml",
               "server_configs:\n- {name: one, tensor_parallel_size: 2}\n"
               "- {name: two, tensor_parallel_size: 9, world_size: 8, gpus: 1, gpus_per_node: 4}\n");
  const Outcome unsaid = run({"nodes", "--config", "a.yaml"});
  CHECK(unsaid.status == 1);
  CHECK(unsaid.err.starts_with("a.yaml:2:3: error[E521]: the configuration has no 'gpus_per_node'\n"));
  const Outcome all = run({"nodes", "--config", "a.yaml", "--json", "--gpus-per-node", "8"});
  CHECK(nlohmann::json::parse(all.out) ==
        nlohmann::json::parse(R"({"servers": [{"name": "one", "world_size": 2, "nodes": 1, "gpus_per_node": 8},
                                              {"name": "two", "world_size": 8, "nodes": 2, "gpus_per_node": 4}],
                                  "total_nodes": 2, "total_gpus": 8, "gpus_per_node": 4})"));
  CHECK(run({"nodes", "--config", "a.yaml", "--server", "one", "--gpus-per-node", "8", "--check-nodes", "1"}).status ==
        0);
  CHECK(run({"nodes", "--config", "a.yaml", "--server", "tow"}).err.find("has no server 'tow'") != std::string::npos);
}

TEST_CASE_FIXTURE(CompatFixture, "compat testlist: the parser's keys, counts, one mode") {
  folder.write("a.yml", "l0:\n- tests: [disagg_upload-x, 'aggr_upload-y WHAT']\n");
  folder.write("a.txt", "disagg_upload-x\naggr_upload-y-z\n");
  const Outcome text = run({"testlist", "a.txt"});
  CHECK(text.err == "");
  CHECK(
      text.out ==
      R"({"format": "txt", "tests_by_mode": {"single-agg": [{"name": "aggr_upload-y-z", )"
      R"("pytest_path": "perf/test_perf_sanity.py::test_e2e[aggr_upload-y-z]", "config_file": "y", )"
      R"("source_file": "a.txt", "source_line": 2, "test_type": "aggr_upload"}], "multi-agg": [], )"
      R"("disagg": [{"name": "disagg_upload-x", "pytest_path": "perf/test_perf_sanity.py::test_e2e[disagg_upload-x]", )"
      R"("config_file": "x", "source_file": "a.txt", "source_line": 1, "test_type": "disagg_upload"}]}, )"
      R"("statistics": {"total": 2, "single-agg": 1, "multi-agg": 0, "disagg": 1}})"
      "\n");
  const Outcome pretty = run({"testlist", "--pretty", "a.txt"});
  CHECK(pretty.out.starts_with("{\n  \"format\": \"txt\",\n"));
  CHECK(nlohmann::json::parse(pretty.out) == nlohmann::json::parse(text.out));
  CHECK(run({"testlist", "a.txt", "--summary"}).out ==
        "{\n  \"a\": {\n    \"total\": 2,\n    \"single-agg\": 1,\n    \"multi-agg\": 0,\n    \"disagg\": 1\n  }\n}\n");
  const auto one = nlohmann::json::parse(run({"testlist", "a.txt", "--mode", "disagg"}).out);
  CHECK(one["statistics"]["total"] == 1);
  CHECK(one["tests_by_mode"]["single-agg"].empty());
  CHECK(nlohmann::json::parse(run({"testlist", "a.txt", "--mode", "all"}).out) == nlohmann::json::parse(text.out));
  CHECK(run({"testlist", "a.txt", "--mode", "all", "--mode", "disagg"}).out ==
        run({"testlist", "a.txt", "--mode", "disagg"}).out);
  const Outcome wrong = run({"testlist", "a.yml"});
  CHECK(wrong.status == 1);
  CHECK(wrong.out.empty());
  CHECK(wrong.err.starts_with("a.yml:2:43: error[E541]"));
  CHECK(run({"testlist"}).err == "perfc: no FILE given\nhelp: - reads standard input\n");
  CHECK(run({"testlist", "a.txt", "a.yml"}).status == 2);
}

TEST_CASE_FIXTURE(CompatFixture, "compat cluster: values arrive as they stand in the file") {
  folder.write("c.conf", "# all\n[one]\nA=$(touch x) `y` \"q\" 'r' #s\nB=\n[two]\nC.D=1\n");
  const Outcome json = run({"cluster", "one", "--config-file", "c.conf"});
  CHECK(json.err == "");
  CHECK(json.out == "{\"A\": \"$(touch x) `y` \\\"q\\\" 'r' #s\", \"B\": \"\"}\n");
  CHECK(run({"cluster", "one", "--config-file", "c.conf", "--pretty"}).out.starts_with("{\n  \"A\": "));
  CHECK(run({"cluster", "one", "--config-file", "c.conf", "--format", "env"}).out ==
        "A=$(touch x) `y` \"q\" 'r' #s\nB=\n");
  folder.write("expected", "$(touch x) `y` \"q\" 'r' #s|");
  folder.write("go.sh", run({"cluster", "one", "--config-file", "c.conf", "--format", "shell"}).out +
                            "printf '%s|%s' \"$A\" \"$B\" | cmp - expected\n");
  CHECK(std::system(("cd " + folder.path() + " && bash go.sh").c_str()) == 0);
  CHECK_FALSE(std::filesystem::exists(folder.path("x")));
  CHECK(run({"cluster", "two", "--config-file", "c.conf"}).out == "{\"C.D\": \"1\"}\n");
  const Outcome key = run({"cluster", "two", "--config-file", "c.conf", "--format", "shell"});
  CHECK(key.status == 1);
  CHECK(key.err.starts_with("c.conf:6:1: error[E318]: 'C.D' is no name of an environment variable\n"));
}

TEST_CASE_FIXTURE(CompatFixture, "compat cluster: what is wrong") {
  folder.write("c.conf", "[one]\nA=1\n[two]\n");
  const Outcome unknown = run({"cluster", "tow", "--config-file", "c.conf"});
  CHECK(unknown.status == 2);
  CHECK(unknown.err ==
        "perfc: there is no cluster 'tow' in 'c.conf'\nhelp: did you mean 'two'?\nhelp: the clusters are: one, two\n");
  CHECK(run({"cluster", "one"}).err == "perfc: no --config-file given\n");
  CHECK(run({"cluster", "--config-file", "c.conf"}).err == "perfc: cluster takes the name of one cluster\n");
  CHECK(run({"cluster", "one", "--config-file", "c.conf", "--format", "xml"}).err ==
        "perfc: there is no format 'xml'\nhelp: the formats are: json, shell, env\n");
  CHECK(run({"cluster", "one", "--config-file", "absent"}).status == 3);
  folder.write("c.conf", "[one]\nA\n");
  const Outcome broken = run({"cluster", "one", "--config-file", "c.conf"});
  CHECK(broken.status == 1);
  CHECK(broken.err.starts_with("c.conf:2:1: error[E560]"));
}
