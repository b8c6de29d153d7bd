// perfc import: what callers see. What becomes of a cluster file has its tests in tests/unit/import and tests/golden.
#include <doctest/doctest.h>

#include <filesystem>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

struct ImportFixture {
  Temporary folder;
  [[nodiscard]] Outcome run(std::vector<std::string> words, const std::string& input = "") const {
    words.insert(words.begin(), "import");
    return Run(std::move(words)).in(folder.path()).input(input).go();
  }
};

constexpr const char* kClusters = "[lab_gb200]\nCLUSTER_PARTITION=batch\n";
constexpr const char* kImported = "use std.gb200\n\ncluster lab_gb200 : gb200_nvl4 {\n  partition = \"batch\"\n}\n";

}  // namespace

TEST_CASE_FIXTURE(ImportFixture, "import: to standard output, from standard input, several files") {
  folder.write("clusters.conf", kClusters);
  folder.write("more", "# more\n[h100]\n");
  const Outcome one = run({"clusters.conf"});
  CHECK(one.err == "");
  CHECK(one.out == kImported);
  CHECK(one.status == 0);
  CHECK(run({"-"}, kClusters).out == kImported);
  CHECK(run({"clusters.conf", "more"}).out ==
        std::string(kImported) + "\nuse std.h100\n\n# more\ncluster h100 : h100_hgx8 {\n}\n");
}

TEST_CASE_FIXTURE(ImportFixture, "import: -o writes a program for each file, and again only what changed") {
  folder.write("conf/clusters.conf", kClusters);
  const Outcome done = run({"conf/clusters.conf", "-", "-o", "a/b"}, kClusters);
  CHECK(done.err == "");
  CHECK(done.out == "a/b/clusters.perf\na/b/stdin.perf\n");
  CHECK(folder.tree("a") ==
        std::map<std::string, std::string>{{"b/", ""}, {"b/clusters.perf", kImported}, {"b/stdin.perf", kImported}});
  CHECK(Run({"check", "a/b/clusters.perf"}).in(folder.path()).go().status == 0);
  const auto before = std::filesystem::last_write_time(folder.path("a/b/clusters.perf"));
  CHECK(run({"conf/clusters.conf", "-o", "a/b/"}).out == "a/b/clusters.perf\n");
  CHECK(std::filesystem::last_write_time(folder.path("a/b/clusters.perf")) == before);
  folder.write("a/b/clusters.perf", "cluster old { }\n");
  CHECK(run({"conf/clusters.conf", "-o", "a/b"}).status == 0);
  CHECK(folder.read("a/b/clusters.perf") == kImported);
}

TEST_CASE_FIXTURE(ImportFixture, "import: warnings leave the status alone, errors write nothing") {
  folder.write("clusters.conf", kClusters);
  folder.write("warns.conf", "[lab]\n");
  folder.write("bad.conf", "[lab_h100]\nCLUSTER_TYPE=slurm\n");
  const Outcome warns = run({"warns.conf"});
  CHECK(warns.status == 0);
  CHECK(warns.err ==
        "warns.conf:1:2: warning[W568]: nothing says how many GPUs a node of cluster 'lab' has\n"
        "    1 | [lab]\n"
        "      |  ^^^\n"
        "help: write 'gpus_per_node = N' into the cluster; a name such as lab_gb200 says it too\n"
        "1 warning\n");
  const Outcome bad = run({"clusters.conf", "bad.conf", "-o", "out"});
  CHECK(bad.status == 1);
  CHECK(bad.out == "");
  CHECK(bad.err ==
        "bad.conf:2:14: error[E564]: CLUSTER_TYPE 'slurm' is neither 'local' nor 'ssh'\n"
        "    2 | CLUSTER_TYPE=slurm\n"
        "      |              ^^^^^\n"
        "help: local: sbatch works where the suite is started; ssh: it is started over ssh\n"
        "1 error\n");
  CHECK_FALSE(std::filesystem::exists(folder.path("out")));
}

TEST_CASE_FIXTURE(ImportFixture, "import: files of another kind are refused with what import takes") {
  folder.write("r1.yaml", "hardware: {gpus_per_node: 4}\n");
  const Outcome yaml = run({"r1.yaml"});
  CHECK(yaml.status == 1);
  CHECK(yaml.err ==
        "r1.yaml:1:1: error[E575]: YAML cannot be imported\n"
        "    1 | hardware: {gpus_per_node: 4}\n"
        "      | ^\n"
        "help: a program takes a configuration as it is: topology x : yaml(\"file.yaml\") { }\n"
        "help: import reads cluster files (.conf, .cfg, .ini): sections [name] of lines KEY=VALUE\n"
        "1 error\n");
  folder.write("tests.txt", "perf/test_perf_sanity.py::test_e2e[x]\n");
  CHECK(run({"tests.txt"}).err.find("error[E575]: a text that is no cluster file") != std::string::npos);
}

TEST_CASE_FIXTURE(ImportFixture, "import: what the machine refuses, and wrong usage") {
  folder.write("clusters.conf", kClusters);
  const Outcome missing = run({"none.conf", "clusters.conf"});
  CHECK(missing.status == 3);
  CHECK(missing.out == "");
  CHECK(missing.err == "error[E004]: cannot read 'none.conf': no such file or directory\n1 error\n");
  CHECK(run({"."}).status == 3);
  const Outcome blocked = run({"clusters.conf", "-o", "clusters.conf"});
  CHECK(blocked.status == 3);
  CHECK(blocked.err.starts_with("error[E601]: cannot write 'clusters.conf"));
  std::filesystem::create_directories(folder.path("out/clusters.perf"));
  CHECK(run({"clusters.conf", "-o", "out"}).status == 3);
  CHECK(run({}).status == 2);
  CHECK(run({"clusters.conf", "-o", ""}).status == 2);
  folder.write("b/clusters.ini", kClusters);
  const Outcome same = run({"clusters.conf", "b/clusters.ini", "-o", "x"});
  CHECK(same.status == 2);
  CHECK(same.err.find("'clusters.conf' and 'b/clusters.ini' would both become x/clusters.perf") != std::string::npos);
}
