// Lists as programs: which suites, groups and fields, without a trial of the program.
#include "compiler/import/list_source.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compiler/import/list_file.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc {
namespace {

class KnownConfigurations : public Configurations {
 public:
  KnownConfigurations() {
    for (const std::string name : {"a", "b"}) {
      add(name, "hardware: {gpus_per_node: 4}\nserver_configs: [{name: one}, {name: two}, {name: \"odd ${x}\"}]\n");
    }
    add("r1", "hardware: {gpus_per_node: 4}\nbenchmark: {mode: e2e}\n");
  }
  std::optional<Found> find(std::string_view name, Span at) override {
    (void)at;
    const auto found = documents_.find(name);
    return found == documents_.end() ? std::nullopt : std::optional(Found{found->first + ".yaml", &found->second});
  }

 private:
  void add(const std::string& name, const std::string& text) {
    documents_[name] = *read_yaml(sources_, sources_.add(name + ".yaml", text), diags_);
  }
  Sources sources_;
  Diagnostics diags_;
  std::map<std::string, Document, std::less<>> documents_;
};

struct SourceOfList {
  std::string text;
  std::string findings;  // "line code message"

  explicit SourceOfList(const std::string& list, const std::string& path = "nightly.yml",
                        std::optional<GivenCluster> cluster = std::nullopt) {
    Sources sources;
    Diagnostics diags;
    KnownConfigurations configurations;
    const auto read = read_test_list(sources, sources.add(path, list), diags);
    REQUIRE(read.has_value());
    const ListImport import{*read, sources[0], configurations, cluster ? &*cluster : nullptr, {}, {}};
    const std::function same = [](const std::string& seen) { return seen; };
    text = source_of_list(program_of_list(import, diags), import, same, diags);
    for (const Diagnostic& found : diags.all()) {
      findings += fmt::format("{} {} {}\n", sources.position(0, found.span.begin).line, found.code, found.message);
    }
  }
  // From the first topology on, or from the first suite where there is none.
  [[nodiscard]] std::string below_cluster() const {
    return text.substr(std::min(text.find("topology "), text.find("suite ")));
  }
};

const GivenCluster kLab{"lab.perf", "lab", 4, {"gb200"}};

std::string test_line(const std::string& id) { return "perf/test_perf_sanity.py::test_e2e[" + id + "]"; }

// A block of a test-db list on the nodes of kLab, with one test.
std::string block_on_lab(const std::string& ranges, const std::string& more_wildcards, const std::string& more_terms,
                         const std::string& id) {
  return fmt::format(
      "- condition: {{ranges: {{{}}}, wildcards: {{gpu: ['*gb200*']{}}}, terms: {{backend: pytorch{}}}}}\n"
      "  tests: [\"{}\"]\n",
      ranges, more_wildcards, more_terms, test_line(id));
}

std::string suites_on_lab(const std::string& list) {
  const SourceOfList source(list, "n.yml", kLab);
  CHECK(source.findings.empty());
  return source.text.substr(source.text.find("suite "));
}

}  // namespace

TEST_CASE("list source: times move to where most tests have them, and only where all state one") {
  const std::string head =
      "n:\n- condition: {ranges: {system_gpu_count: {gte: 4}}, wildcards: {gpu: ['*gb200*']}, terms: {backend: "
      "pytorch}}\n  tests:\n";
  const auto tests = [&](const std::string& last) {
    return SourceOfList(
               head + "  - aggr_upload-a-one TIMEOUT (90)\n  - aggr_upload-a-two TIMEOUT (90)\n  - disagg_upload-r1" +
                   last + "\n",
               "n.yml", kLab)
        .below_cluster();
  };
  const std::string topologies =
      "topology \"one\" : yaml(\"a.yaml\", \"one\") { }\n"
      "topology \"two\" : yaml(\"a.yaml\", \"two\") { }\n"
      "topology \"r1\" : yaml(\"r1.yaml\") { }\n\n";
  const std::string condition = "  condition { ranges { system_gpu_count { gte = 4 } } }\n\n";
  CHECK(tests(" TIMEOUT (120)") == topologies + "suite n on lab {\n  timeout = 90min\n" + condition +
                                       "  test \"one\"\n  test \"two\"\n  test \"r1\" { timeout = 2h }\n}\n");
  CHECK(tests("") == topologies + "suite n on lab {\n" + condition +
                         "  test \"one\" { timeout = 90min }\n  test \"two\" { timeout = 90min }\n  test \"r1\"\n}\n");
}

TEST_CASE("list source: groups are named by what differs, and share what does not") {
  const auto block = [](const std::string& gpus, const std::string& terms, const std::string& id) {
    return block_on_lab("system_gpu_count: {" + gpus + "}", ", cpu: x86", ", " + terms, id);
  };
  CHECK(suites_on_lab("n:\n" + block("gte: 4, lte: 4", "stage: pre_merge", "aggr_upload-a-one") +
                      block("gte: 8", "stage: pre_merge, owner: Perf", "aggr_upload-a-two") +
                      block("gte: 8", "stage: pre_merge", "disagg_upload-r1")) ==
        "suite n on lab {\n"
        "  stage = pre_merge\n"
        "  condition { wildcards { cpu = \"x86\" } }\n\n"
        "  group \"4_gpus\" {\n"
        "    condition { ranges { system_gpu_count { gte = 4, lte = 4 } } }\n\n"
        "    test \"one\"\n"
        "  }\n\n"
        "  group \"8_gpus_or_more_perf\" {\n"
        "    condition {\n"
        "      ranges { system_gpu_count { gte = 8 } }\n"
        "      terms { owner = \"Perf\" }\n"
        "    }\n\n"
        "    test \"two\"\n"
        "  }\n\n"
        "  group \"8_gpus_or_more\" {\n"
        "    condition { ranges { system_gpu_count { gte = 8 } } }\n\n"
        "    test \"r1\"\n"
        "  }\n"
        "}\n");
}

TEST_CASE("list source: bounds that leave the number out") {
  const auto block = [](const std::string& gpus, const std::string& id) {
    return block_on_lab("system_gpu_count: {" + gpus + "}, memory: {lt: 10.0}", "", "", id);
  };
  CHECK(suites_on_lab("n:\n" + block("gt: 4", "aggr_upload-a-one") + block("gte: 4, lt: 8", "aggr_upload-a-two") +
                      block("lt: 8", "disagg_upload-r1")) ==
        "suite n on lab {\n"
        "  condition { ranges { memory { lt = 10.0 } } }\n\n"
        "  group \"above_4_gpus\" {\n"
        "    condition { ranges { system_gpu_count { gt = 4 } } }\n\n"
        "    test \"one\"\n"
        "  }\n\n"
        "  group \"4_to_below_8_gpus\" {\n"
        "    condition { ranges { system_gpu_count { gte = 4, lt = 8 } } }\n\n"
        "    test \"two\"\n"
        "  }\n\n"
        "  group \"below_8_gpus\" {\n"
        "    condition { ranges { system_gpu_count { lt = 8 } } }\n\n"
        "    test \"r1\"\n"
        "  }\n"
        "}\n");
}

TEST_CASE("list source: a server of the name of another's gets that name in its test") {
  const SourceOfList source("aggr_upload-a-one\naggr_upload-b-one SKIP (a \"b\")\n", "x.txt", kLab);
  CHECK(source.findings == "2 W584 suite 'x_2' of its own for 1 test: a suite has each name once\n");
  CHECK(source.below_cluster() ==
        "topology \"one\" : yaml(\"a.yaml\", \"one\") { }\n"
        "topology \"b-one\" : yaml(\"b.yaml\", \"one\") { }\n\n"
        "suite x on lab {\n  test \"one\"\n}\n\n"
        "suite x_2 on lab {\n  test \"b-one\" as \"one\" { skip 'a \"b\"' }\n}\n");
}

TEST_CASE("list source: other modules, prefixes and modes in ids are harnesses") {
  const SourceOfList source("perf/test_perf.py::test_perf[perf_sanity_aggr-a-one]\n" + test_line("disagg-e2e-r1") +
                                "\n" + test_line("disagg-gen_only-r1") + "\n" + test_line("aggr-ctx_only-r1") +
                                "\nx/y.py::z\n",
                            "x.txt", kLab);
  CHECK(source.text.substr(0, source.text.find("topology ")) ==
        "use \"lab.perf\"\n\n"
        "harness perf_sanity_aggr : perf_sanity {\n"
        "  module      = \"perf/test_perf.py\"\n"
        "  function    = \"test_perf\"\n"
        "  aggr_prefix = \"perf_sanity_aggr\"\n"
        "}\n\n"
        "harness perf_sanity_disagg_by_mode : perf_sanity {\n"
        "  prefix     = \"disagg\"\n"
        "  mode_in_id = true\n"
        "}\n\n"
        "harness perf_sanity_aggr_2 : perf_sanity {\n"
        "  aggr_prefix = \"aggr\"\n"
        "}\n\n");
  CHECK(source.text.find("  test \"r1\" { mode = gen_only }\n") != std::string::npos);
  CHECK(source.text.find("  test \"r1\" { mode = ctx_only }\n") != std::string::npos);
  CHECK(source.text.find("  # x/y.py::z\n") != std::string::npos);
}

TEST_CASE("list source: the cluster is what the list and its configurations tell of") {
  const auto first_cluster = [](const std::string& list, const std::string& path) {
    const std::string text = SourceOfList(list, path).text;
    const std::size_t at = text.find("cluster ");
    return text.substr(at, text.find('\n', at) - at);
  };
  CHECK(first_cluster("n:\n- condition: {wildcards: {gpu: '*h200*'}}\n  tests: []\n", "n.yml") ==
        "cluster h200 : h200_hgx8 {");
  CHECK(first_cluster("n:\n- condition: {wildcards: {gpu: '*b200*'}}\n  tests: [disagg_upload-r1]\n", "n.yml") ==
        "cluster b200_of_4 : b200_hgx8 {");
  CHECK(first_cluster("disagg_upload-r1\n", "x.txt") == "cluster nodes_of_4 {");
}

TEST_CASE("list source: comments stay where they are") {
  const SourceOfList source(
      "# of the file\n\nversion: 0.0.1  # the format\n# of the context\nn:\n# of the block\n- condition:  # when\n    "
      "terms: {backend: pytorch}\n"
      "  tests:\n  # of one\n  - aggr_upload-a-one  # behind one\n\n  - 'aggr_upload-a-two' # behind # "
      "mode:single-agg\n  # at the end\n# of the rest\n",
      "n.yml", kLab);
  CHECK(source.text ==
        "# of the file\n\n# the format\n\nuse \"lab.perf\"\n\n"
        "topology \"one\" : yaml(\"a.yaml\", \"one\") { }\n"
        "topology \"two\" : yaml(\"a.yaml\", \"two\") { }\n\n"
        "# of the context\n"
        "suite n on lab {\n"
        "  # of the block\n"
        "  # when\n"
        "  condition {\n    ranges { system_gpu_count = null }\n    wildcards { gpu = null }\n  }\n\n"
        "  # of one\n"
        "  test \"one\"  # behind one\n\n"
        "  test \"two\"  # behind\n"
        "  # at the end\n"
        "}\n\n"
        "# of the rest\n");
}

}  // namespace perfc
