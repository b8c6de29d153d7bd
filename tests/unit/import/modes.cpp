// The rules by which a test's mode is decided: one case each, and who wins.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <memory>

#include "compiler/import/list_file.hpp"
#include "compiler/import/test_mode.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc {
namespace {

class GivenConfigurations : public Configurations {
 public:
  void add(const std::string& name, const std::string& text) {
    Diagnostics diags;
    const FileId file = sources_.add(name + ".yaml", text);
    documents_[name] = read_yaml(sources_, file, diags);
    REQUIRE(documents_[name].has_value());
  }
  std::optional<Found> find(std::string_view name, Span at) override {
    (void)at;
    const auto found = documents_.find(std::string(name));
    if (found == documents_.end()) return std::nullopt;
    return Found{found->first + ".yaml", &*found->second};
  }

 private:
  Sources sources_;
  std::map<std::string, std::optional<Document>> documents_;
};

struct ModeFixture {
  GivenConfigurations configurations;
  std::string findings;

  // "mode (rule): why" of the list's only test.
  std::string mode(const std::string& text, const std::string& path = "lists/a.yml") {
    Sources sources;
    Diagnostics diags;
    const FileId file = sources.add(path, text);
    const auto list = read_test_list(sources, file, diags);
    REQUIRE(list.has_value());
    const ListContext& context = list->contexts.front();
    const ListBlock& block = context.blocks.front();
    const ListedTest& test = block.tests.front();
    const ModeDecision decision =
        decide_mode({*list, context, block, test, read_test_name(test.id)}, configurations, diags);
    findings.clear();
    for (const Diagnostic& found : diags.all()) findings += fmt::format("{} {}\n", found.code, found.message);
    return fmt::format("{} ({}): {}", to_string(decision.mode), decision.rule, decision.why);
  }
  std::string id(const std::string& id) {
    return mode("perf/test_perf_sanity.py::test_e2e[" + id + "]\n", "lists/a.txt");
  }
  std::string terms(const std::string& terms, const std::string& id) {
    return mode("l0:\n- condition: {terms: {" + terms + "}}\n  tests: ['" + id + "']\n");
  }
};

constexpr const char* kAggregated =
    "hardware: {gpus_per_node: 4}\n"
    "server_configs:\n"
    "- {name: dep8, tensor_parallel_size: 8, moe_expert_parallel_size: 8}\n"
    "- {name: dep4, tensor_parallel_size: 4, moe_expert_parallel_size: 4}\n"
    "- {name: wide, tensor_parallel_size: 4, pipeline_parallel_size: 2, gpus_per_node: 8}\n"
    "- {name: world, tensor_parallel_size: 2, world_size: 16}\n"
    "- {name: gpus, gpus: 5}\n"
    "- {name: part, disagg_run_type: ctx}\n"
    "- {name: odd, tensor_parallel_size: many}\n"
    "- {name: tp-8, tensor_parallel_size: 8}\n";

}  // namespace

TEST_CASE_FIXTURE(ModeFixture, "rule 1: a mark, or the folder of the list") {
  CHECK(mode("disagg_upload-x # mode:single-agg\n", "disagg/a.txt") == "single-agg (1): marked # mode:single-agg");
  CHECK(mode("x\n", "a/single_agg/a.txt") == "single-agg (1): the list lies in single_agg/");
  CHECK(mode("disagg-x\n", "multi_agg/a.txt") == "multi-agg (1): the list lies in multi_agg/");
  CHECK(mode("l0:\n- tests: [a.py]\n", "disagg/a.yml") == "disagg (1): the list lies in disagg/");
  CHECK(mode("x\n", "disagg/old/a.txt") == "single-agg (9): nothing says otherwise");
}

TEST_CASE_FIXTURE(ModeFixture, "rule 2: test_type") {
  CHECK(terms("test_type: disagg, nodes: 1", "a.py::b") == "disagg (2): list terms: test_type = disagg");
  CHECK(mode("l0:\n- test_type: disagg\n  tests: [aggr-x]\n") == "disagg (2): list block: test_type = disagg");
  CHECK(terms("test_type: aggr", "aggr-x") == "single-agg (9): nothing says otherwise");
}

TEST_CASE_FIXTURE(ModeFixture, "rule 3: one worker of a disaggregated configuration, alone") {
  configurations.add("gb200_r1_ctx1_dep4_gen1_dep8_x-NIXL",
                     "hardware: {gpus_per_node: 4, num_ctx_servers: 1}\n"
                     "worker_config: {ctx: {tensor_parallel_size: 4}, gen: {tensor_parallel_size: 8}}\n");
  const std::string known = "gb200_r1_ctx1_dep4_gen1_dep8_x-NIXL";
  CHECK(id("aggr_upload-ctx_only-" + known) ==
        "single-agg (3): configuration " + known + ".yaml, the ctx worker alone: 4 GPUs on 4 a node");
  CHECK(id("aggr_upload-gen_only_no_context-" + known) ==
        "multi-agg (3): configuration " + known + ".yaml, the gen worker alone: 8 GPUs on 4 a node");
  const std::string other = "gb200_m_disagg_ctx1_dep4_gen1_dep8_x";
  CHECK(id("aggr-ctx_only-" + other) == "single-agg (3): name: the ctx worker alone, 4 GPUs on 4 a node");
  CHECK(id("aggr-gen_only_no_context-" + other) == "multi-agg (3): name: the gen worker alone, 8 GPUs on 4 a node");
  CHECK(id("aggr-gen_only-b200_m_ctx1_gen1_tep8") == "single-agg (3): name: the gen worker alone, 8 GPUs on 8 a node");
  CHECK(id("aggr-gen_only-gb300_m_ctx1_gen1_tep8") == "multi-agg (3): name: the gen worker alone, 8 GPUs on 4 a node");
  CHECK(id("aggr-gen_only-h100_m_ctx1_gen1_tep8") == "single-agg (3): name: the gen worker alone, 8 GPUs on 8 a node");
  CHECK(id("aggr-gen_only-m_ctx1_gen1_tep8") == "single-agg (3): name: the gen worker alone, 8 GPUs on 8 a node");
  CHECK(id("aggr-ctx_only-m_ctx1_gen1") == "single-agg (3): name: the ctx worker alone");
  CHECK(terms("nodes: 2", "aggr-ctx_only-m_ctx1_gen1") == "multi-agg (3): list terms: nodes = 2");
  CHECK(id("aggr-e2e-m_ctx1_gen1") == "disagg (7): name: ctx1 and gen1");
}

TEST_CASE_FIXTURE(ModeFixture, "rule 4: disagg in the name") {
  CHECK(id("disagg_upload-gen_only-x") == "disagg (4): name: prefix disagg_upload");
  CHECK(id("disaggregated-gen_only-m_ctx1_gen1_tep8") == "disagg (4): name: prefix disaggregated");
  CHECK(id("perf_disagg") == "disagg (4): name: prefix perf_disagg");
  CHECK(id("aggr_upload-r1_disagg_x-y") == "disagg (4): name: _disagg in it");
  CHECK(id("aggr_upload-r1-disagg") == "disagg (4): name: -disagg at its end");
  CHECK(terms("nodes: 1", "disagg-x") == "disagg (4): name: prefix disagg");
  for (const char* prefix : {"aggr", "aggr_upload", "profiling", "profiling_upload", "benchmark"}) {
    CHECK(id(std::string(prefix) + "-x") == "single-agg (9): nothing says otherwise");
  }
  CHECK(mode("a/test_disaggregated.py::test_x[llama_disagg]\n", "a.txt") ==
        "single-agg (9): not one of the performance tests");
}

TEST_CASE_FIXTURE(ModeFixture, "rule 5: nodes among the terms") {
  configurations.add("r1", kAggregated);
  CHECK(terms("nodes: 1", "aggr-r1-dep8") == "single-agg (5): list terms: nodes = 1");
  CHECK(terms("nodes: '2'", "aggr-r1-dep4") == "multi-agg (5): list terms: nodes = 2");
  CHECK(terms("nodes: [3]", "a.py::b") == "multi-agg (5): list terms: nodes = 3");
  CHECK(findings.empty());
  CHECK(terms("nodes: two", "aggr-r1-dep4") ==
        "single-agg (6): configuration r1.yaml, server dep4: 4 GPUs on 4 a node");
  CHECK(findings == "W550 'nodes' is no count of nodes, so it says nothing of the mode of these tests\n");
  CHECK(terms("nodes: null", "aggr-x") == "single-agg (9): nothing says otherwise");
  CHECK(terms("nodes: [null]", "aggr-x") == "single-agg (9): nothing says otherwise");
  CHECK(findings.empty());
  CHECK(terms("nodes: 0", "aggr-x") == "single-agg (9): nothing says otherwise");
}

TEST_CASE_FIXTURE(ModeFixture, "rule 6: the configuration, by GPUs, without expert parallelism") {
  configurations.add("r1", kAggregated);
  configurations.add("split", "hardware: {num_ctx_servers: 1}\n");
  configurations.add("nobody", "server_configs:\n- {name: a, gpus: 8}\n");
  configurations.add("two",
                     "hardware: {gpus_per_node: 4}\nserver_configs:\n- {name: a, gpus: 4}\n- {name: b, gpus: 8}\n");
  const std::string r1 = "configuration r1.yaml, server ";
  CHECK(id("aggr_upload-r1-dep8") == "multi-agg (6): " + r1 + "dep8: 8 GPUs on 4 a node");
  CHECK(id("aggr_upload-r1-dep4") == "single-agg (6): " + r1 + "dep4: 4 GPUs on 4 a node");
  CHECK(id("aggr_upload-r1-wide") == "single-agg (6): " + r1 + "wide: 8 GPUs on 8 a node");
  CHECK(id("aggr_upload-r1-world") == "multi-agg (6): " + r1 + "world: 16 GPUs on 4 a node");
  CHECK(id("aggr_upload-r1-gpus") == "multi-agg (6): " + r1 + "gpus: 5 GPUs on 4 a node");
  CHECK(id("aggr_upload-r1-part") == "disagg (6): configuration r1.yaml, disagg_run_type is ctx");
  CHECK(id("aggr_upload-r1-tp-8") == "multi-agg (6): " + r1 + "tp-8: 8 GPUs on 4 a node");
  CHECK(id("aggr_upload-r1.yaml-dep8") == "multi-agg (6): " + r1 + "dep8: 8 GPUs on 4 a node");
  CHECK(id("profiling-e2e-split") == "disagg (6): configuration split.yaml, it has num_ctx_servers");
  CHECK(id("aggr-two") == "multi-agg (6): configuration two.yaml, server b: 8 GPUs on 4 a node");
  // What is not known decides nothing.
  CHECK(id("aggr_upload-r1-none_2_nodes") == "multi-agg (7): name: 2_nodes");
  CHECK(id("aggr_upload-r1-odd") == "single-agg (9): nothing says otherwise");
  CHECK(id("aggr_upload-nobody-a") == "single-agg (9): nothing says otherwise");
}

TEST_CASE_FIXTURE(ModeFixture, "rule 7: hints in the name") {
  CHECK(id("aggr-r1_2_nodes_x-y") == "multi-agg (7): name: 2_nodes");
  CHECK(id("aggr-r1_16nodes-y") == "multi-agg (7): name: 16nodes");
  CHECK(id("aggr-multi_node_x") == "multi-agg (7): name: multi_node");
  CHECK(id("aggr-x-multinode") == "multi-agg (7): name: multinode");
  CHECK(id("benchmark-r1_ctx2_dep4_gen1_dep8") == "disagg (7): name: ctx2 and gen1");
  CHECK(id("aggr-r1_ctx2") == "single-agg (9): nothing says otherwise");
  CHECK(id("aggr-r1_1_nodes") == "single-agg (9): nothing says otherwise");
  CHECK(id("aggr-r1_node2_gpu8") == "single-agg (9): nothing says otherwise");
  CHECK(mode("perf/test_perf.py::test_perf[perf_sanity_aggr_upload-r1_2_nodes_x-y]\n", "a.txt") ==
        "multi-agg (7): name: 2_nodes");
  CHECK(mode("accuracy/test_x.py::test_multi_node[a_2_nodes]\n", "a.txt") ==
        "single-agg (9): not one of the performance tests");
}

TEST_CASE_FIXTURE(ModeFixture, "rule 8: the group; what else is known wins, with a warning") {
  CHECK(mode("multi_agg_2nodes_tests: [aggr-x]\n") == "multi-agg (8): group multi_agg_2nodes_tests");
  CHECK(mode("wideep_tests: [aggr-x]\n") == "disagg (8): group wideep_tests");
  CHECK(findings.empty());
  CHECK(mode("single_agg_tests: [disagg-x]\n") == "disagg (4): name: prefix disagg");
  CHECK(findings == "W547 the group says single-agg, but the test is disagg: name: prefix disagg\n");
}

TEST_CASE("ids and what they name") {
  const auto names = [](std::string_view id) {
    std::string all;
    for (const ConfigName& each : config_names(read_test_name(id)))
      all += fmt::format("{}|{} ", each.file, each.server);
    return all;
  };
  CHECK(names("perf/test_perf_sanity.py::test_e2e[aggr_upload-a-b-c]") == "a|b-c a-b|c a-b-c| ");
  CHECK(names("disagg_upload-gen_only-a-b") == "a-b| a|b ");
  CHECK(names("aggr-a.yaml-b-c") == "a|b-c ");
  CHECK(names("aggr-a-b.yaml") == "a-b| ");
  CHECK(names("aggr").empty());
  CHECK(read_test_name("disagg-e2e").word.empty());
  CHECK(pytest_path(read_test_name("aggr-x"), "aggr-x") == "perf/test_perf_sanity.py::test_e2e[aggr-x]");
  CHECK(pytest_path(read_test_name("test_perf_sanity.py::test_e2e[x]"), "test_perf_sanity.py::test_e2e[x]") ==
        "perf/test_perf_sanity.py::test_e2e[x]");
  CHECK(pytest_path(read_test_name("a/b.py::c"), "a/b.py::c") == "a/b.py::c");
}

}  // namespace perfc
