// perfc import of test lists: what callers see. What becomes of a list has its tests in tests/unit/import,
// tests/golden/import-lists and tests/e2e/list_import.py.
#include <doctest/doctest.h>

#include <filesystem>

#include "command_fixture.hpp"

namespace {

struct ListImportFixture : CommandFixture {
  ListImportFixture() : CommandFixture("import") {
    folder.write("configs/pool.yaml",
                 "metadata: {supported_gpus: [GB200]}\n"
                 "server_configs:\n"
                 "- name: tp4\n"
                 "  model_name: llama\n"
                 "  tensor_parallel_size: 4\n"
                 "  client_configs:\n"
                 "  - {name: c, concurrency: 8, iterations: 2, isl: 128, osl: 128}\n");
    folder.write("lab.perf",
                 "cluster lab {\n  gpus_per_node = 8\n  container { image = \"a\", mounts = [\"/m:/m\"] }\n"
                 "  model_root = \"/m\"\n  repo = \"/r\"\n  work_dir = \"/w\"\n}\n");
  }
  [[nodiscard]] Outcome check(const std::string& path) const { return Run({"check", path}).in(folder.path()).go(); }
};

constexpr const char* kTest = "perf/test_perf_sanity.py::test_e2e[aggr_upload-pool-tp4]";
const std::string kNightly = "# nightly\nnightly:\n- tests:\n  - " + std::string(kTest) + " TIMEOUT (90)\n";

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE_FIXTURE(ListImportFixture, "import: a list with its configurations, beside it or in --configs") {
  folder.write("nightly.yml", kNightly);
  const Outcome without = run({"nightly.yml"});
  CHECK(without.status == 0);
  CHECK(without.err ==
        "nightly.yml:2:1: warning[W586]: nothing says how many GPUs a node has; 8 are written\n"
        "    2 | nightly:\n"
        "      | ^^^^^^^\n"
        "help: write gpus_per_node in the cluster, or give --cluster FILE.perf:NAME\n"
        "nightly.yml:4:5: warning[W581]: kept as comments: 1 test without a configuration\n"
        "    4 |   - perf/test_perf_sanity.py::test_e2e[aggr_upload-pool-tp4] TIMEOUT (90)\n"
        "      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "help: missing: pool.yaml\n"
        "help: --configs DIR says where configurations lie\n"
        "2 warnings\n");
  CHECK(says(without.out, "# " + std::string(kTest) + " TIMEOUT (90)  # no configuration\n"));
  const Outcome with = run({"nightly.yml", "--configs", "configs", "-o", "programs/here"});
  CHECK(with.err == "");
  CHECK(with.out == "new      programs/here/nightly.perf\nimported 1 file to programs/here/: 1 changed\n");
  const std::string program = folder.read("programs/here/nightly.perf");
  CHECK(says(program, "topology \"tp4\" : yaml(\"../../configs/pool.yaml\", \"tp4\") { }\n"));
  CHECK(says(program, "# nightly\nsuite nightly on gb200 {\n"));
  CHECK(says(program, "  test \"tp4\" { timeout = 90min }\n"));
  CHECK(check("programs/here/nightly.perf").status == 0);
  folder.write("configs/beside.txt", std::string(kTest) + "\n");
  CHECK(says(run({"configs/beside.txt"}).out, "yaml(\"configs/pool.yaml\", \"tp4\")"));
  CHECK(says(run({"-", "--configs", "configs"}, std::string(kTest) + "\n").out, "suite stdin on gb200 {\n"));
}

TEST_CASE_FIXTURE(ListImportFixture, "import: a list on the cluster of a program") {
  folder.write("nightly.yml", kNightly);
  const Outcome done = run({"nightly.yml", "--configs", "configs", "--cluster", "lab.perf:lab", "-o", "out"});
  CHECK(done.err == "");
  CHECK(folder.read("out/nightly.perf") ==
        "use \"../lab.perf\"\n\n"
        "topology \"tp4\" : yaml(\"../configs/pool.yaml\", \"tp4\") { }\n\n"
        "# nightly\n"
        "suite nightly on lab {\n"
        "  condition {\n"
        "    ranges { system_gpu_count = null }\n"
        "    terms { backend = null }\n"
        "  }\n\n"
        "  test \"tp4\" { timeout = 90min }\n"
        "}\n");
  CHECK(check("out/nightly.perf").status == 0);
  const auto usage = [&](const std::string& cluster) {
    return run({"nightly.yml", "--configs", "configs", "--cluster", cluster, "-o", "out"});
  };
  CHECK(usage("lab.perf").status == 2);
  CHECK(says(usage("lab.perf:lav").err, "'lab.perf' has no cluster 'lav'"));
  CHECK(usage("lab.perf:lav").status == 2);
  CHECK(usage("none.perf:lab").status == 3);
  folder.write("lab/nightly.perf", folder.read("lab.perf"));
  CHECK(run({"nightly.yml", "--cluster", "lab/nightly.perf:lab", "-o", "lab"}).status == 2);
  CHECK(folder.read("lab/nightly.perf") == folder.read("lab.perf"));
  folder.write("bad.perf", "cluster lab { gpus_per_node = \"8\" }\n");
  const Outcome bad = usage("bad.perf:lab");
  CHECK(bad.status == 1);
  CHECK(says(bad.err, "bad.perf:1:31: error["));
  folder.write("bare.perf", "cluster lab { gpus_per_node = 8 }\n");
  const Outcome bare = usage("bare.perf:lab");
  CHECK(bare.status == 1);
  CHECK(says(bare.err, "bare.perf:1:9: error[E416]: cluster 'lab' has no 'repo'"));
}

TEST_CASE_FIXTURE(ListImportFixture, "import: a configuration for other nodes than those of --cluster") {
  folder.write("configs/r1.yaml",
               "metadata: {model_name: r1}\n"
               "benchmark: {mode: e2e, concurrency_list: '8', input_length: 8, output_length: 8}\n"
               "hardware: {gpus_per_node: 4, num_ctx_servers: 1, num_gen_servers: 1}\n"
               "worker_config:\n  ctx: {tensor_parallel_size: 4}\n  gen: {tensor_parallel_size: 4}\n");
  const Outcome done = run({"-", "--configs", "configs", "--cluster", "lab.perf:lab"}, "disagg_upload-r1\n");
  CHECK(done.status == 0);
  CHECK(says(done.err,
             "warning[W582]: the test is kept as a comment: configs/r1.yaml is for nodes of 4 GPUs, and those of lab "
             "have 8\n"));
  CHECK(says(done.out, "suite stdin on lab {\n  # disagg_upload-r1  # configs/r1.yaml is for nodes of 4 GPUs"));
}

TEST_CASE_FIXTURE(ListImportFixture, "import: a mark that the plan does not bear out") {
  const Outcome done = run({"-", "--configs", "configs"}, std::string(kTest) + "  # mode:multi-agg\n");
  CHECK(says(done.err, "<stdin>:1:1: warning[W585]: marked multi-agg, but the test is single-agg\n"));
  CHECK(says(done.out, "  test \"tp4\" { timeout = 2h }\n"));
}

TEST_CASE_FIXTURE(ListImportFixture, "import: malformed lists and folders that are not there") {
  folder.write("nightly.yml", kNightly + "  - x TIMEOUT (never)\n");
  const Outcome wrong = run({"nightly.yml", "-o", "out"});
  CHECK(wrong.status == 1);
  CHECK(wrong.out == "");
  CHECK(says(wrong.err, "nightly.yml:5:16: error[E542]: 'never' is no number of minutes"));
  CHECK_FALSE(std::filesystem::exists(folder.path("out")));
  folder.write("open.yml", "nightly: [\n");
  CHECK(says(run({"open.yml"}).err, "open.yml:"));
  CHECK(run({"open.yml"}).status == 1);
  folder.write("fine.yml", kNightly);
  const Outcome folders = run({"fine.yml", "--configs", "nowhere", "-o", "out"});
  CHECK(folders.status == 3);
  CHECK(folders.err ==
        "error[E004]: cannot read 'nowhere': no such file or directory\nhelp: --configs takes a folder\n1 error\n");
  CHECK_FALSE(std::filesystem::exists(folder.path("out")));
}
