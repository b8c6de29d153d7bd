// What is written reads back: own lists, the lists of suites, and every list of the reference data.
#include "compiler/emit/list_writer.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "build.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/emit/suite_list.hpp"
#include "compiler/emit/test_list.hpp"
#include "compiler/emit/tests_yaml.hpp"
#include "compiler/import/list_file.hpp"
#include "compiler/import/test_mode.hpp"

namespace perfc::test {
namespace {

TestList read_list(const std::string& text, const std::string& path) {
  Sources sources;
  Diagnostics diags;
  const auto list = read_test_list(sources, sources.add(path, text), diags);
  for (const Diagnostic& found : diags.all()) {
    if (found.level == Level::error) MESSAGE(path << ": " << found.message);
  }
  REQUIRE(list.has_value());
  return *list;
}

class NoConfigurations : public Configurations {
 public:
  std::optional<Found> find(std::string_view name, Span at) override {
    static_cast<void>(name);
    static_cast<void>(at);
    return std::nullopt;
  }
};

// Of the tests in their order, as a reader derives them who has the list alone.
std::vector<Mode> modes_of(const std::string& text, const std::string& path) {
  const TestList list = read_list(text, path);
  NoConfigurations none;
  Diagnostics diags;
  std::vector<Mode> modes;
  for (const ListContext& context : list.contexts) {
    for (const ListBlock& block : context.blocks) {
      for (const ListedTest& test : block.tests)
        modes.push_back(decide_mode({list, context, block, test, read_test_name(test.id)}, none, diags).mode);
    }
  }
  CHECK(diags.all().empty());
  return modes;
}

// Values with their types and the order of keys.
std::string typed(const Document& node) {
  if (node.kind == Document::Kind::scalar) {
    const ScalarKind kind = resolve(node);
    return kind == ScalarKind::null ? "null" : fmt::format("{}<{}>", static_cast<int>(kind), node.text);
  }
  std::string all;
  for (const Document& item : node.items) all += typed(item) + ",";
  for (const Document::Entry& entry : node.entries) all += entry.key + ":" + typed(entry.value) + ",";
  return node.kind == Document::Kind::sequence ? "[" + all + "]" : "{" + all + "}";
}

std::string entries(const std::vector<Document::Entry>& list) {
  std::string all;
  for (const Document::Entry& entry : list) all += fmt::format("{}: {}\n", entry.key, typed(entry.value));
  return all;
}

// All that a list says, without places. `tests_only` is what a text can hold.
std::string shown(const TestList& list, bool tests_only = false) {
  std::string all = tests_only ? "" : entries(list.sections);
  for (const ListContext& context : list.contexts) {
    if (!tests_only) all += fmt::format("context {}\n", context.name);
    for (const ListBlock& block : context.blocks) {
      if (!tests_only) {
        all += fmt::format("block {}\n", block.condition ? typed(*block.condition) : "-") + entries(block.fields);
      }
      for (const ListedTest& test : block.tests) {
        all += fmt::format("  {}{}\n", to_string(test), test.mark ? fmt::format(" # {}", to_string(*test.mark)) : "");
      }
    }
  }
  return all;
}

void check_round_trip(const std::string& text, const std::string& path) {
  CAPTURE(path);
  const TestList list = read_list(text, path);
  const std::string yaml = list.format == ListFormat::text ? "a.yml" : path;
  const std::string written = write_list_yaml(list);
  CAPTURE(written);
  const TestList again = read_list(written, yaml);
  CHECK(shown(again) == shown(list));
  CHECK(write_list_yaml(again) == written);
  const std::string lines = write_list_text(list);
  // A file without a test is no text list.
  if (!lines.empty()) CHECK(shown(read_list(lines, "a.txt"), true) == shown(list, true));
}

}  // namespace

TEST_CASE("a list is written as it would be by hand") {
  const std::string text =
      "version: 0.0.1\n"
      "l0_a:\n"
      "  - condition:\n"
      "      ranges:\n"
      "        system_gpu_count:\n"
      "          gte: 4\n"
      "      wildcards:\n"
      "        gpu:\n"
      "          - '*gb200*'\n"
      "        cpu: aarch64\n"
      "      terms:\n"
      "        stage: post_merge\n"
      "        nodes: 2\n"
      "    test_type: disagg\n"
      "    tests:\n"
      "      - a/b.py::c[d] TIMEOUT (90) ISOLATION  # mode:multi-agg\n"
      "      - a/b.py -k \"x and y\"\n"
      "  - tests: []\n"
      "l0_b: []\n";
  CHECK(write_list_yaml(read_list(text, "a.yml")) == text);
  const std::string grouped =
      "execution_config:\n  timeout:\n    disagg: 7200\nwideep_tests:\n  - disagg-x SKIP\ndisagg_3nodes_tests: []\n";
  CHECK(write_list_yaml(read_list(grouped, "a.yml")) == grouped);
  const std::string lines = "a.py::b[c d] -m \"gpu2\" SKIP (see (1))  # mode:single-agg\nx TIMEOUT (5)\n";
  CHECK(write_list_text(read_list(lines, "a.txt")) == lines);
}

TEST_CASE("values that YAML would take for something else come back as they were") {
  check_round_trip(R"(
'12': null
'yes':
- condition:
    ranges: {n: {gte: 1.5, lte: 3}}
    terms: {a: '1', b: 1, c: true, d: 'true', e: ~, f: [1, '2', ''], 'g: h': "x\ty"}
  tests: ['a.py[: #]', "b.py -k 'x \"y\"'", 'ü.py', 'null SKIP']
)",
                   "a.yml");
  check_round_trip(R"(
a:
  condition:
  tests:
b:
- condition:
    terms:
      x: "two\n\n lines\n"
      y: |
        two
        lines
  tests: [c]
- tests: [d]
)",
                   "a.yml");
}

TEST_CASE("long keys inside of braces") {
  const std::string key(200, '4');
  check_round_trip("a:\n- condition: {terms: {" + key + "x: 1, b: 2}}\n  tests: [c]\n", "a.yml");
}

TEST_CASE("the lists of a suite read back to its tests") {
  World world;
  Test special;
  special.isolation = true;
  special.skip = "too slow";
  world.plan.tests.push_back(world.only());
  TestPlan& second = world.plan.tests[1];
  second.test = &special;
  second.timeout_s = 61;
  second.gpus = 4;
  second.mode = Mode::single_agg;
  second.id = "perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-x]";
  const TestList list = read_list(emit_tests_yaml(world.plan), "tests.yml");
  TestList made = list_of_suite(world.plan);
  CHECK(shown(list) == shown(made));
  CHECK(shown(list, true) ==
        "  perf/test_perf_sanity.py::test_e2e[disagg_upload-case] TIMEOUT (90)\n"
        "  perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-x] ISOLATION SKIP (too slow) TIMEOUT (2)\n");
  const TestList ids = read_list(emit_test_ids(world.plan), "tests.txt");
  REQUIRE(ids.contexts[0].blocks[0].tests.size() == 2);
  CHECK(ids.contexts[0].blocks[0].tests[1].id == "perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-x]");
}

TEST_CASE("the lists of a suite read back with the modes of its plans") {
  struct Row {
    Mode mode;
    std::string id;
    bool marked;
  };
  const std::vector<Row> rows = {
      {Mode::disagg, "disagg_upload-case", false},
      {Mode::disagg, "perf-mydisaggx", true},
      {Mode::disagg, "perf-r1_ctx1_gen1", true},
      {Mode::disagg, "aggr_disagg-ctx_only-r1_ctx1_tp4", false},
      {Mode::single_agg, "aggr_upload-nightly-one", false},
      {Mode::single_agg, "aggr_upload-nightly-one_node", false},
      {Mode::single_agg, "aggr_upload-nightly-foo_ctx1_gen2", true},
      {Mode::single_agg, "aggr_upload-nightly-foo_disagg", true},
      {Mode::single_agg, "aggr_upload-nightly-on_2_nodes", true},
      {Mode::single_agg, "aggr_upload-ctx_only-r1_ctx1_tp8_gen1_tp8", false},
      {Mode::single_agg, "aggr_upload-ctx_only-gb200_r1_ctx1_tp8_gen1_tp8", true},
      {Mode::multi_agg, "aggr_upload-nightly-wide", true},
  };
  World world;
  const TestPlan one = world.only();
  world.plan.tests.clear();
  for (const Row& row : rows) {
    TestPlan& test = world.plan.tests.emplace_back(one);
    test.mode = row.mode;
    test.id = "perf/test_perf_sanity.py::test_e2e[" + row.id + "]";
  }
  const std::vector<Mode> modes = modes_of(emit_tests_yaml(world.plan), "out/nightly/tests.yml");
  const TestList made = list_of_suite(world.plan);
  REQUIRE(modes.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(rows[i].id);
    CHECK(modes[i] == rows[i].mode);
    CHECK(made.contexts[0].blocks[0].tests[i].mark.has_value() == rows[i].marked);
  }
}

TEST_CASE("the lists of a suite read back with its modes where folder or terms say another") {
  const auto check = [](World& world, const std::string& path) {
    TestPlan& test = world.only();
    test.mode = Mode::single_agg;
    test.id = "perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-one]";
    CHECK(modes_of(emit_tests_yaml(world.plan), path) == std::vector{Mode::single_agg});
  };
  World folder;
  folder.suite.origin.name = "disagg";
  check(folder, "out/disagg/tests.yml");
  for (const std::string term : {"test_type", "nodes"}) {
    World terms;
    const Value value{Text(term == "nodes" ? "2" : "disagg"), {}};
    const auto written = std::make_shared<Record>(Record{{{term, value, {}}}});
    terms.test.conditions = {
        std::make_shared<Record>(Record{{{"terms", {std::shared_ptr<const Record>(written), {}}, {}}}})};
    check(terms, "out/nightly/tests.yml");
  }
}

TEST_CASE("every reference list reads back to itself") {
  const std::filesystem::path reference = "../shared/oracle";
  if (!std::filesystem::is_directory(reference)) {
    MESSAGE("skipped: the reference data is not beside the project");
    return;
  }
  int checked = 0;
  for (const char* folder : {"test-db", "lists"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(reference / folder)) {
      const std::string suffix = file.path().extension();
      if (suffix != ".yml" && suffix != ".yaml" && suffix != ".txt") continue;
      std::ifstream stream(file.path(), std::ios::binary);
      check_round_trip({std::istreambuf_iterator<char>(stream), {}}, file.path().string());
      ++checked;
    }
  }
  CHECK(checked > 10);
}

}  // namespace perfc::test
