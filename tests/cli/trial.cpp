// Configurations tried on a cluster, as a process; that the files are right is shown by tests/e2e/trial.py.
#include <doctest/doctest.h>

#include <filesystem>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

const char* const kClusterProgram = R"(use std.trtllm
param nodes: int = 2
cluster lab {
  gpus_per_node = 4
  nodes = nodes
  container { image = "trtllm.sqsh", mounts = ["/models:/models"] }
  model_root = "/models"
  repo = "/opt/trtllm"
  work_dir = "/scratch"
}
cluster node(n: int) : lab { gpus_per_node = n }
harness mine : perf_sanity { prefix = "mine" }
suite of_its_own on lab { }
)";

const char* const kSplit = R"(benchmark: {concurrency_list: '1 2'}
hardware: {gpus_per_node: 4, num_ctx_servers: 1, num_gen_servers: 1}
worker_config:
  ctx: {tensor_parallel_size: 4}
  gen: {tensor_parallel_size: 8}
)";

const char* const kServerFile = R"(server_configs:
  - name: first
    tensor_parallel_size: 1
    client_configs: [{name: c, concurrency: 1, iterations: 2, isl: 8, osl: 8}]
  - name: second
    tensor_parallel_size: 2
    client_configs: [{name: c, concurrency: 1, iterations: 2, isl: 8, osl: 8}]
)";

struct TrialFixture {
  Temporary folder;
  TrialFixture() {
    folder.write("clusters.perf", kClusterProgram);
    folder.write("configs/split.v2.yaml", kSplit);
    folder.write("servers.yml", kServerFile);
  }
  [[nodiscard]] Outcome perfc(std::vector<std::string> words) const {
    return Run(std::move(words)).in(folder.path()).go();
  }
  [[nodiscard]] std::string usage(std::vector<std::string> words) const {
    words.insert(words.begin(), "build");
    const Outcome outcome = perfc(std::move(words));
    CHECK(outcome.status == 2);
    CHECK_FALSE(std::filesystem::exists(folder.path("perfc-out")));
    return outcome.err;
  }
};

}  // namespace

TEST_CASE_FIXTURE(TrialFixture, "a disaggregated configuration is a suite of one test, of its name") {
  const std::vector<std::string> words = {
      "build", "configs/split.v2.yaml", "--cluster", "clusters.perf:lab", "-D", "nodes=3", "--harness", "mine"};
  const Outcome made = perfc(words);
  CHECK(made.err == "");
  CHECK(made.out ==
        "new      split.v2/split.v2  disagg, 3 nodes, 12 GPUs\n"
        "built 1 test of 1 suite into perfc-out/: 10 files, 10 changed\n");
  CHECK(folder.read("perfc-out/split.v2/tests.txt").ends_with("[mine-split.v2]\n"));
  CHECK(perfc(words).out.ends_with(" 10 files, 0 changed\n"));
}

TEST_CASE_FIXTURE(TrialFixture, "the servers of an aggregated file are tests; some of them can be named") {
  const auto tests = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--cluster", "clusters.perf:lab", "-o", "out"});
    words.insert(words.begin(), "build");
    const Outcome outcome = perfc(std::move(words));
    CHECK(outcome.err == "");
    return folder.read("out/servers/tests.txt");
  };
  const std::string id = "perf/test_perf_sanity.py::test_e2e[aggr_upload-servers-";
  CHECK(tests({"servers.yml"}) == id + "first]\n" + id + "second]\n");
  CHECK(tests({"servers.yml:second"}) == id + "second]\n");
  CHECK(tests({"servers.yml:second", "servers.yml:first", "servers.yml:second"}) == id + "second]\n" + id + "first]\n");
  CHECK(tests({"servers.yml:second", "servers.yml"}) == id + "first]\n" + id + "second]\n");
  CHECK(perfc({"plan", "servers.yml", "--cluster", "clusters.perf:lab"}).out.starts_with("suite servers on lab\n"));
  CHECK(perfc({"check", "servers.yml", "--cluster", "clusters.perf:lab"}).status == 0);
}

TEST_CASE_FIXTURE(TrialFixture,
                  "results are not written over the configuration, nor over the program with the cluster") {
  for (const char* const path : {"servers.yml", "clusters.perf"}) {
    const std::string before = folder.read(path);
    for (const char* const operand : {"servers.yml", "servers.yml:second"}) {
      CHECK(perfc({"plan", operand, "--cluster", "clusters.perf:lab", "-o", path}).status == 2);
      CHECK(perfc({"check", operand, "--cluster", "clusters.perf:lab", "--format", "json", "-o", path}).status == 2);
    }
    CHECK(folder.read(path) == before);
  }
}

TEST_CASE_FIXTURE(TrialFixture, "findings have their places in the configuration, the program or the command line") {
  const auto error = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "build");
    const Outcome outcome = perfc(std::move(words));
    CHECK(outcome.status == 1);
    return outcome.err;
  };
  const std::string nodes = error({"configs/split.v2.yaml", "--cluster", "clusters.perf:lab"});
  CHECK(nodes.starts_with("configs/split.v2.yaml:1:1: error[E403]: topology 'split.v2' needs 3 nodes, but"));
  CHECK(nodes.find("clusters.perf:5:11: note: the cluster's nodes\n") != std::string::npos);
  CHECK(error({"servers.yml:third", "--cluster", "clusters.perf:lab"}).starts_with("servers.yml:2:3: error[E522]: "));
  CHECK(error({"servers.yml", "--cluster", "clusters.perf:lab", "--harness", "mime"})
            .starts_with("--harness:1:1: error[E203]: there is no harness named 'mime'\n"));
  folder.write("two.yaml", "server_configs:\n- {name: a, tensor_parallel_size: 1}\n- {tensor_parallel_size: 2}\n");
  const std::string nameless = error({"two.yaml", "--cluster", "clusters.perf:lab"});
  CHECK(nameless.starts_with("two.yaml:2:1: error[E523]: the file describes 2 servers; one must be named\n"));
  CHECK(nameless.find("help: give each of the servers a 'name'\n") != std::string::npos);
  folder.write("broken.perf", "cluster lab {\n");
  CHECK(error({"servers.yml", "--cluster", "broken.perf:lab"}).starts_with("broken.perf:1:13: error[E121]"));
  folder.write("list.yaml", "- a\n");
  CHECK(error({"list.yaml", "--cluster", "clusters.perf:lab"}).starts_with("list.yaml:1:1: error[E520]: "));
  folder.write("-x.yaml", kSplit);
  CHECK(error({"--cluster", "clusters.perf:lab", "--", "-x.yaml"}).find("error[E414]: suite '-x' cannot be") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(TrialFixture, "what is wrong with the command line says what to write") {
  CHECK(usage({"servers.yml"}) ==
        "perfc: 'servers.yml' is a configuration, and nothing says where it runs\n"
        "help: write --cluster FILE.perf:NAME, with a file that declares the cluster NAME\n");
  CHECK(usage({"servers.yml", "--cluster", "clusters.perf:labs"}) ==
        "perfc: 'clusters.perf' has no cluster 'labs'\nhelp: did you mean 'lab'?\n");
  CHECK(usage({"servers.yml", "--cluster", "clusters.perf:xyz"}) ==
        "perfc: 'clusters.perf' has no cluster 'xyz'\nhelp: it has: lab\n");
  folder.write("none.perf", "use \"clusters.perf\"\n");
  CHECK(usage({"servers.yml", "--cluster", "none.perf:lab"}) ==
        "perfc: 'none.perf' declares no cluster\n"
        "help: --cluster takes the file that declares it: one that 'use' brings in there does not count\n");
  CHECK(
      usage({"clusters.perf", "servers.yml", "--cluster", "clusters.perf:lab"}) ==
      "perfc: 'clusters.perf' is a program and 'servers.yml' a configuration\nhelp: give them to two calls of perfc\n");
  CHECK(usage({"clusters.perf", "--cluster", "clusters.perf:lab"}) ==
        "perfc: --cluster is for configurations (*.yaml)\nhelp: a program says in its suites where and how they run\n");
  for (const char* written : {"clusters.perf", ":lab", "clusters.perf:", ""}) {
    CHECK(usage({"servers.yml", "--cluster", written}) == "perfc: --cluster takes FILE.perf:NAME, not '" +
                                                              std::string(written) +
                                                              "'\nhelp: NAME is a cluster that FILE.perf declares\n");
  }
  CHECK(perfc({"build", "servers.yml", "--cluster", "no.perf:lab"}).status == 3);
  CHECK(perfc({"build", "no.yml", "--cluster", "clusters.perf:lab"}).status == 3);
}
