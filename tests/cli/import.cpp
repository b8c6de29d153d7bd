// perfc import: what callers see. What becomes of a cluster file has its tests in tests/unit/import and tests/golden.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "command_fixture.hpp"

namespace {

struct ImportFixture : CommandFixture {
  ImportFixture() : CommandFixture("import") {}
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
        std::string(kImported) + "\nuse std.h100\n\n# more\ncluster h100 : h100_hgx8 { }\n");
}

TEST_CASE_FIXTURE(ImportFixture, "import: -o writes a program for each file, and again only what changed") {
  folder.write("conf/clusters.conf", kClusters);
  const Outcome done = run({"conf/clusters.conf", "-", "-o", "a/b"}, kClusters);
  CHECK(done.err == "");
  CHECK(done.out == "new      a/b/clusters.perf\nnew      a/b/stdin.perf\nimported 2 files to a/b/: 2 changed\n");
  CHECK(folder.tree("a") ==
        std::map<std::string, std::string>{{"b/", ""}, {"b/clusters.perf", kImported}, {"b/stdin.perf", kImported}});
  CHECK(Run({"check", "a/b/clusters.perf"}).in(folder.path()).go().status == 0);
  const auto before = std::filesystem::last_write_time(folder.path("a/b/clusters.perf"));
  CHECK(run({"conf/clusters.conf", "-o", "a/b/"}).out ==
        "same     a/b/clusters.perf\nimported 1 file to a/b/: 0 changed\n");
  CHECK(std::filesystem::last_write_time(folder.path("a/b/clusters.perf")) == before);
  folder.write("a/b/clusters.perf", "cluster old { }\n");
  const Outcome refused = run({"conf/clusters.conf", "-o", "a/b"});
  CHECK(refused.status == 1);
  CHECK(refused.err ==
        "error[E607]: 'a/b/clusters.perf' is there already, with another text\n"
        "help: import to another folder, or let --force replace it\n1 error\n");
  CHECK(folder.read("a/b/clusters.perf") == "cluster old { }\n");
  CHECK(run({"conf/clusters.conf", "-o", "a/b", "--force"}).status == 0);
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
  folder.write("r1.yaml", "nothing: {that: is known}\n");
  const Outcome yaml = run({"r1.yaml"});
  CHECK(yaml.status == 1);
  CHECK(yaml.err.find("r1.yaml:1:1: error[E552]: the file holds no list of tests") != std::string::npos);
  folder.write("r1.perf", "use std.gb200\n");
  const Outcome program = run({"r1.perf"});
  CHECK(program.status == 1);
  CHECK(program.err ==
        "r1.perf:1:1: error[E575]: a program cannot be imported\n"
        "    1 | use std.gb200\n"
        "      | ^\n"
        "help: a program takes another one in by: use \"file.perf\"\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(ImportFixture, "import: what the machine refuses, and wrong usage") {
  folder.write("clusters.conf", kClusters);
  const Outcome missing = run({"none.conf", "clusters.conf"});
  CHECK(missing.status == 3);
  CHECK(missing.out == "");
  CHECK(missing.err == "error[E004]: cannot read 'none.conf': no such file or directory\n1 error\n");
  const Outcome folder_alone = run({"."});
  CHECK(folder_alone.status == 2);
  CHECK(folder_alone.err == "perfc: a folder becomes a folder of programs\nhelp: say where: -o DIR\n");
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

namespace {

constexpr const char* kConfiguration =
    "# Smallest of all.\n"
    "metadata: {model_name: r1, precision: fp4, model_dir_name: R1}\n"
    "benchmark:\n"
    "  concurrency_list: \"1 2\"  # both\n"
    "  input_length: 8192\n"
    "hardware: {gpus_per_node: 4, num_ctx_servers: 1, num_gen_servers: 2}\n"
    "worker_config:\n"
    "  gen:\n"
    "    # eight GPUs each\n"
    "    tensor_parallel_size: 8\n"
    "    moe_expert_parallel_size: 8\n"
    "    enable_attention_dp: true\n"
    "    max_num_tokens: 16384\n"
    "    option_of_tomorrow: [1, a]\n"
    "  ctx:\n"
    "    tensor_parallel_size: 4\n"
    "    enable_attention_dp: false\n"
    "    moe_config: {backend: CUTLASS}\n";

}  // namespace

TEST_CASE_FIXTURE(ImportFixture, "import: a configuration as a person would have written it, and exported again") {
  folder.write("x/r1.yaml", kConfiguration);
  const Outcome done = run({"x/r1.yaml"});
  CHECK(done.status == 0);
  CHECK(done.out == R"(# Smallest of all.

use std.trtllm

model r1 { dir = "R1", precision = fp4 }

topology "r1" {
  model = r1

  ctx 1 : tp(4) {
    moe_config { backend = CUTLASS }
  }

  # eight GPUs each
  gen 2 : dep(8) {
    max_num_tokens = 16Ki
    extra { option_of_tomorrow = [1, "a"] }
  }

  benchmark {
    concurrency  = [1, 2]  # both
    input_length = 8192
  }

  hardware { gpus_per_node = 4 }

  configuration {
    without = [
      "slurm",
      "environment",
      "profiling",
      "accuracy",
      "metadata.script_file",
      "metadata.benchmark_type",
      "benchmark.mode",
      "benchmark.use_nv_sa_benchmark",
      "benchmark.multi_round",
      "benchmark.benchmark_ratio",
      "benchmark.streaming",
      "benchmark.output_length",
      "benchmark.dataset_file",
    ]
  }
}
)");
  CHECK(done.err.find("x/r1.yaml:14:5: warning[W217]: no schema knows the key 'option_of_tomorrow' of gen") == 0);
  CHECK(run({"x/r1.yaml", "-o", "out"}).status == 0);
  CHECK(Run({"export", "out/r1.perf"}).in(folder.path()).go().out == R"(metadata:
  model_name: r1
  precision: fp4
  model_dir_name: R1
benchmark:
  concurrency_list: 1 2
  input_length: 8192
hardware:
  gpus_per_node: 4
  num_ctx_servers: 1
  num_gen_servers: 2
worker_config:
  gen:
    tensor_parallel_size: 8
    moe_expert_parallel_size: 8
    enable_attention_dp: true
    max_num_tokens: 16384
    option_of_tomorrow: [1, a]
  ctx:
    tensor_parallel_size: 4
    enable_attention_dp: false
    moe_config:
      backend: CUTLASS
)");
}

TEST_CASE_FIXTURE(ImportFixture, "import: a comment behind a byte order mark is the first like any other") {
  const std::string plain = kConfiguration;
  folder.write("r1.yaml", plain);
  const std::string expected = run({"r1.yaml"}).out;
  REQUIRE(expected.starts_with("# Smallest of all.\n"));
  folder.write("r1.yaml", "\xEF\xBB\xBF" + plain);
  CHECK(run({"r1.yaml"}).out == expected);
  folder.write("r1.yaml", "\xEF\xBB\xBF  " + plain);
  CHECK(run({"r1.yaml"}).out == expected);
}

TEST_CASE_FIXTURE(ImportFixture, "import: a number to base 60 is said to be one, and stays it") {
  const std::string limited = std::string(kConfiguration) + "slurm: {job_time: 1:30:00, account: '1:30:00'}\n";
  folder.write("r1.yaml", limited);
  const Outcome done = run({"r1.yaml", "-o", "out"});
  CHECK(done.status == 0);
  CHECK(done.err.find("warning[W528]: YAML reads 1:30:00 to base 60, as the number 5400\n") != std::string::npos);
  CHECK(done.err.find("help: write '1:30:00' in quotes where it is a text, such as a time\n") != std::string::npos);
  CHECK(done.err.find("W528") == done.err.rfind("W528"));
  const std::string exported = Run({"export", "out/r1.perf"}).in(folder.path()).go().out;
  CHECK(exported.find("job_time: 5400\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ImportFixture, "import: servers of one file, and what the language has no literal for") {
  folder.write(
      "two.yaml",
      "metadata: {model_name: m, supported_gpus: [GB200]}\n"
      "server_configs:\n"
      "  - {name: one, model_name: m, tensor_parallel_size: 4, client_configs: [{name: a, concurrency: 1, isl: 128, "
      "osl: 128, iterations: 1}]}\n"
      "  - {name: two-b, model_name: m, tensor_parallel_size: 2, client_configs: []}\n");
  const Outcome done = run({"two.yaml", "-o", "out"});
  CHECK(done.status == 0);
  const std::string two = folder.read("out/two.perf");
  CHECK(two.find("topology one {\n  model       = m\n  config_file = \"two\"\n") != std::string::npos);
  CHECK(two.find("topology \"two-b\" {\n") != std::string::npos);
  folder.write("dated.yaml", std::string(kConfiguration) + "date: 2026-01-31\n");
  const Outcome dated = run({"dated.yaml", "-o", "out"});
  CHECK(dated.status == 0);
  CHECK(
      dated.err.find("warning[W576]: 'dated.yaml' stays in YAML: the date 2026-01-31 cannot be written in a program") !=
      std::string::npos);
  CHECK(folder.read("out/dated.perf") == "topology \"dated\" : yaml(\"../dated.yaml\") { }\n");
  CHECK(Run({"export", "out/dated.perf"}).in(folder.path()).go().out.find("date: 2026-01-31\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ImportFixture, "import: YAML of another kind is passed over in a folder, and refused by itself") {
  folder.write("conf/a.yaml", kConfiguration);
  folder.write("conf/eplb/b.yaml", "initial_global_assignments: {3: [0, 1]}\nnum_slots: 288\n");
  const Outcome done = run({"conf", "-o", "out"});
  CHECK(done.status == 0);
  CHECK(done.err.find("conf/eplb/b.yaml:1:1: warning[W577]") != std::string::npos);
  CHECK(std::filesystem::exists(folder.path("out/a.perf")));
  CHECK(!std::filesystem::exists(folder.path("out/eplb")));
  CHECK(folder.read("out/index.perf").find("eplb") == std::string::npos);
  const Outcome reported = run({"conf", "--report", "text"});
  CHECK(reported.status == 0);
  CHECK(reported.out.find("conf/eplb/b.yaml: YAML, passed over\n  1:1: note [W577]: ") != std::string::npos);
  CHECK(reported.out.find("2 files: 1 program, 0 in YAML, 1 passed over, 0 refused; ") != std::string::npos);
  CHECK(run({"conf", "--report", "json"}).out.find("\"outcome\": \"passed over\",\n      \"program\": null,") !=
        std::string::npos);
  CHECK(run({"conf/eplb/b.yaml", "-o", "out"}).err.find("error[E552]") != std::string::npos);
  for (const char* const other : {"- id: a\n  name: b\n", "text\n", "{}\n", "3\n"}) {
    CAPTURE(other);
    folder.write("conf/eplb/b.yaml", other);
    CHECK(run({"conf", "-o", "out"}).status == 0);
  }
  // Likely a configuration, a list without a name, nothing at all.
  for (const char* const near : {"worker_configs: {num_slots: 288}\n", "- tests: []\n", "- a\n", "# none\n"}) {
    CAPTURE(near);
    folder.write("conf/eplb/b.yaml", near);
    CHECK(run({"conf", "-o", "out"}).status == 1);
  }
}

TEST_CASE_FIXTURE(ImportFixture, "import: a folder becomes a folder of programs with an index") {
  folder.write("conf/a/r1.yaml", kConfiguration);
  folder.write("conf/r2.yml", kConfiguration);
  folder.write("conf/lab.conf", kClusters);
  folder.write("conf/README.md", "nothing to import\n");
  const Outcome done = run({"conf", "-o", "programs"});
  CHECK(done.status == 0);
  CHECK(done.out ==
        "new      programs/lab.perf\nnew      programs/r2.perf\nnew      programs/index.perf\n"
        "new      programs/a/r1.perf\n"
        "imported 4 files to programs/: 4 changed\n");
  CHECK(folder.read("programs/index.perf") ==
        "# All that was imported.\nuse \"a/r1.perf\"\nuse \"lab.perf\"\nuse \"r2.perf\"\n");
  CHECK(Run({"check", "programs/index.perf"}).in(folder.path()).go().status == 0);
  folder.write("conf/bad.yaml", "hardware: {gpus_per_node: four}\nworker_config: {}\n");
  const Outcome bad = run({"conf", "-o", "else"});
  CHECK(bad.status == 1);
  CHECK(bad.err.find("conf/bad.yaml:1:27: error[E301]") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path("else")));
  std::filesystem::create_directories(folder.path("empty"));
  CHECK(run({"empty", "-o", "x"}).status == 2);
}

TEST_CASE_FIXTURE(ImportFixture, "import: of many files each becomes what it becomes alone, findings in their order") {
  constexpr int kFiles = 100;
  std::string warnings;
  for (int i = 100; i < 100 + kFiles; ++i) {
    const std::string name = "conf/c" + std::to_string(i) + ".yaml";
    const bool warns = i % 10 == 0;
    folder.write(name, kConfiguration + (warns ? "ours" + std::to_string(i) + ": 1\n" : std::string()));
    warnings += name + "\n";  // of a key that no schema knows
    if (warns) warnings += name + "\n";
  }
  const Outcome all = run({"conf", "-o", "all", "--all"});
  CHECK(all.status == 0);
  std::string seen;
  for (std::size_t at = all.err.find("conf/c"); at != std::string::npos; at = all.err.find("\nconf/c", at)) {
    if (all.err[at] == '\n') ++at;
    seen += all.err.substr(at, all.err.find(':', at) - at) + "\n";
  }
  CHECK(seen == warnings);
  for (const char* name : {"c100", "c101", "c131", "c150", "c199"}) {
    CHECK(run({std::string("conf/") + name + ".yaml", "-o", "one"}).status == 0);
    CHECK(folder.read(std::string("one/") + name + ".perf") == folder.read(std::string("all/") + name + ".perf"));
  }
}

namespace {

struct ReportFixture : ImportFixture {
  ReportFixture() {
    folder.write("conf/r1.yaml", kConfiguration);
    folder.write("conf/lab <a&b>.conf", kClusters);
  }
};

}  // namespace

TEST_CASE_FIXTURE(ReportFixture, "import --report text: what was understood of each file, and no program") {
  const Outcome done = run({"conf", "--report", "text"});
  CHECK(done.status == 0);
  CHECK(done.err == "");
  CHECK(done.out == R"(conf/lab <a&b>.conf: cluster file -> lab <a&b>.perf
conf/r1.yaml: disaggregated -> r1.perf
  r1: r1, ctx 1 x 4, gen 2 x 8, 20 GPUs
  1:1: contradiction [transceiver-agrees]: the servers of topology 'r1' have no 'cache_transceiver_config'
    write it in the topology, for both roles: cache_transceiver_config { backend = UCX }
  14:5: extra [W217]: no schema knows the key 'option_of_tomorrow' of gen; it is kept as extra
2 files: 2 programs, 0 in YAML, 0 refused; 23 keys, 1 kept as extra; 1 file contradicts itself
)");
  const Outcome wrong = run({"conf", "--report", "xml"});
  CHECK(wrong.status == 2);
  CHECK(wrong.out == "");
  CHECK(wrong.err == "perfc: --report takes text, json or html, not 'xml'\n");
}

TEST_CASE_FIXTURE(ReportFixture, "import --report json: outcomes and kinds of findings; a refused file says why") {
  folder.write("conf/dated.yaml", std::string(kConfiguration) + "date: 2026-01-31\n");
  folder.write("conf/bad.yaml", "hardware: {gpus_per_node: four}\nworker_config: {}\n");
  const Outcome done = run({"conf", "--report", "json"});
  CHECK(done.status == 1);
  CHECK(done.err == "");
  const auto report = nlohmann::json::parse(done.out);
  CHECK(report["version"] == 1);
  CHECK(report["summary"] ==
        "4 files: 2 programs, 1 in YAML, 1 refused; 50 keys, 3 kept as extra; 2 files contradict themselves");
  std::map<std::string, nlohmann::json> files;
  for (const auto& file : report["files"]) files[file["path"]] = file;
  REQUIRE(files.size() == 4);
  const auto findings = [&](const std::string& path) {
    std::map<std::string, std::vector<std::string>> codes;
    for (const auto& finding : files[path]["findings"]) codes[finding["kind"]].push_back(finding["code"]);
    return codes;
  };
  using Findings = std::map<std::string, std::vector<std::string>>;
  CHECK(files["conf/r1.yaml"]["outcome"] == "program");
  CHECK(files["conf/r1.yaml"]["program"] == "r1.perf");
  CHECK(files["conf/r1.yaml"]["keys"] == 23);
  CHECK(files["conf/r1.yaml"]["topologies"] ==
        nlohmann::json::parse(R"([{"name": "r1", "model": "r1", "roles": "ctx 1 x 4, gen 2 x 8", "gpus": 20}])"));
  CHECK(findings("conf/r1.yaml") == Findings{{"contradiction", {"transceiver-agrees"}}, {"extra", {"W217"}}});
  CHECK(files["conf/dated.yaml"]["outcome"] == "in YAML");
  CHECK(findings("conf/dated.yaml")["note"] == std::vector<std::string>{"W576"});
  CHECK(files["conf/lab <a&b>.conf"]["kind"] == "cluster file");
  CHECK(findings("conf/lab <a&b>.conf") == Findings{});
  CHECK(files["conf/bad.yaml"]["outcome"] == "refused");
  CHECK(files["conf/bad.yaml"]["program"] == nullptr);
  CHECK(files["conf/bad.yaml"]["topologies"].empty());
  CHECK(findings("conf/bad.yaml") == Findings{{"error", {"E301"}}});
  const auto& error = files["conf/bad.yaml"]["findings"][0];
  CHECK(error["line"] == 1);
  CHECK(error["column"] == 27);
}

TEST_CASE_FIXTURE(ReportFixture, "import --report html: a page that needs nothing else") {
  const Outcome done = run({"conf", "--report", "html"});
  CHECK(done.status == 0);
  CHECK(done.out.starts_with("<!DOCTYPE html>\n"));
  CHECK(done.out.ends_with("</html>\n"));
  CHECK(done.out.find("conf/lab &lt;a&amp;b&gt;.conf") != std::string::npos);
  CHECK(done.out.find("<a&b>") == std::string::npos);
  CHECK(done.out.find("conf/r1.yaml") != std::string::npos);
  CHECK(done.out.find("option_of_tomorrow") != std::string::npos);
  for (const char* outside : {"http://", "https://", "src=", "<link", "@import", "url(", "{{"})
    CHECK(done.out.find(outside) == std::string::npos);
}

TEST_CASE_FIXTURE(ReportFixture, "import --report -o: programs are written, and standard output is the report alone") {
  const Outcome done = run({"conf", "-o", "programs", "--report", "json"});
  CHECK(done.status == 0);
  CHECK(nlohmann::json::parse(done.out)["files"].size() == 2);
  CHECK(folder.read("programs/index.perf").find("use \"r1.perf\"\n") != std::string::npos);
  folder.write("programs/r1.perf", "let x = 1\n");
  const Outcome kept = run({"conf", "-o", "programs", "--report", "json"});
  CHECK(kept.status == 1);
  CHECK(kept.err.starts_with("error[E607]: 'programs/r1.perf' is there already, with another text\nhelp: "));
  CHECK(nlohmann::json::parse(kept.out)["files"].size() == 2);
  CHECK(folder.read("programs/r1.perf") == "let x = 1\n");
}

TEST_CASE_FIXTURE(ReportFixture, "import --report: files that cannot be read stand in the report") {
  folder.write("broken.yaml", "a: [1\n");
  const Outcome done = run({"none.yaml", "broken.yaml", "none.conf", "conf/r1.yaml", "--report", "text"});
  CHECK(done.status == 3);
  CHECK(done.err == "");
  CHECK(
      done.out.starts_with("none.yaml: YAML, refused\n"
                           "  1:1: error [E004]: cannot read 'none.yaml': no such file or directory\n"
                           "broken.yaml: YAML, refused\n"
                           "  2:1: error [E501]: "));
  CHECK(done.out.find("none.conf: cluster file, refused\n"
                      "  1:1: error [E004]: cannot read 'none.conf': no such file or directory\n"
                      "conf/r1.yaml: disaggregated -> r1.perf\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ImportFixture, "import: servers of one name are refused where they stand in the file") {
  folder.write("twice.yaml",
               "server_configs:\n- name: a\n  tensor_parallel_size: 1\n- {tensor_parallel_size: 2, name: a}\n");
  const Outcome twice = run({"twice.yaml"});
  CHECK(twice.status == 1);
  CHECK(twice.out == "");
  CHECK(twice.err ==
        "twice.yaml:4:35: error[E205]: server 'a' is declared twice\n"
        "    4 | - {tensor_parallel_size: 2, name: a}\n"
        "      |                                   ^\n"
        "help: give each of the servers a name of its own\n"
        "twice.yaml:2:9: note: first declared here\n"
        "    2 | - name: a\n"
        "      |         -\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(ImportFixture,
                  "import: what follows from an error of the file is not told of a program that nobody has") {
  folder.write("text.yaml", "server_configs:\n- a text\n- {name: a, tensor_parallel_size: 1}\n");
  const Outcome text = run({"text.yaml"});
  CHECK(text.status == 1);
  CHECK(text.err ==
        "text.yaml:2:3: error[E520]: a server must be a map, not a text\n"
        "    2 | - a text\n"
        "      |   ^^^^^^\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(ImportFixture, "import: a file and a link to it become a program each") {
  folder.write("in/a.yaml", kConfiguration);
  // In another batch than the file.
  for (int i = 10; i < 40; ++i) folder.write("in/m" + std::to_string(i) + ".yaml", kConfiguration);
  std::filesystem::create_symlink("a.yaml", folder.path("in/z.yaml"));
  const Outcome done = run({"in", "-o", "out"});
  CHECK(done.status == 0);
  CHECK(folder.read("out/a.perf").find("topology \"a\"") != std::string::npos);
  CHECK(folder.read("out/z.perf").find("topology \"z\"") != std::string::npos);
}
