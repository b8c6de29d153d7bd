// Bounds of ranges, and YAML that is no list at all.
#include <doctest/doctest.h>

#include "compiler/base/test_name.hpp"
#include "compiler/import/list_file.hpp"
#include "findings.hpp"

namespace perfc {
namespace {

std::string helped(const std::string& text) {
  Sources sources;
  Diagnostics diags;
  sources.add("tests.yml", text);
  static_cast<void>(read_test_list(sources, 0, diags));
  return test::findings_of(sources, diags, test::Help::shown);
}

const std::string kEitherKind =
    "  help: a test-db list has a section with blocks of 'condition' and 'tests', a grouped list one such as "
    "'single_agg_tests'\n"
    "  help: a configuration has 'server_configs' (aggregated), or 'worker_config' and 'hardware' (disaggregated)\n";

}  // namespace

TEST_CASE("ranges: every bound, with the number in it or out of it") {
  const auto range = [](const std::string& bounds) {
    return helped("a:\n- condition: {ranges: {n: {" + bounds + "}}}\n  tests: []\n");
  };
  CHECK(range("lt: 10.0").empty());
  CHECK(range("gt: 80000").empty());
  CHECK(range("gt: 8.0, lte: 10.3").empty());
  CHECK(range("gte: 8, lt: 16").empty());
  CHECK(range("gt: x").starts_with("2:32 E540 'gt' must be a number, not a text\n"));
  CHECK(range("gtee: 8") == "2:28 E543 unknown key 'gtee' in a range\n  help: did you mean 'gte'?\n");
}

TEST_CASE("YAML that is neither a list nor a configuration is one error, whatever its keys") {
  CHECK(helped("exec:\n  config: {tp: 4}\nprofile: {isl: 8}\nsweep: [1, 2]\n") ==
        "1:1 E552 the file holds no list of tests\n" + kEitherKind);
  CHECK(helped("test_cases:\n- id: 1\n  model: x\n") == "1:1 E552 the file holds no list of tests\n" + kEitherKind);
  CHECK(helped("version: 1\nservices: {a: {b: c}}\n") == "1:1 E552 the file holds no list of tests\n" + kEitherKind);
  CHECK(helped("hardware: {a: 1}\nworker_configs: {gen: {}}\n") ==
        "1:1 E552 the file holds no list of tests\n  help: is 'worker_configs' meant to be 'worker_config'?\n" +
            kEitherKind);
}

TEST_CASE("a list whose tests stand below another key is an error at that key") {
  CHECK(helped("a:\n- condition: {terms: {x: y}}\n  test_cases:\n  - b\n") ==
        "3:3 E552 the file holds no list of tests\n  help: no block has 'tests'; is 'test_cases' meant to be that?\n");
  // Where another block has tests, the key is one that nobody here knows.
  CHECK(helped("a:\n- condition: {terms: {x: y}}\n  labels: [b]\n  tests: []\n").starts_with("3:3 W544 "));
}

TEST_CASE("an id names a configuration by its function or its type") {
  const auto named = [](std::string_view id) { return read_test_name(id).performance; };
  CHECK(named("perf/test_perf_sanity.py::test_e2e[aggr_upload-a-b]"));
  CHECK(named("perf/test_mine.py::test_e2e[nightly-a-b]"));
  CHECK(named("perf/test_perf.py::test_perf[perf_sanity_aggr-a-b]"));
  CHECK(named("perf/test_perf.py::test_perf[disagg_upload-e2e-a]"));
  CHECK(named("perf/test_perf.py::test_perf[benchmark-a]"));
  CHECK(named("any-a-b"));
  CHECK_FALSE(named("perf/test_perf.py::test_perf[gpt_oss_20b_fp4-bench-pytorch-float4-gpus:2]"));
  CHECK_FALSE(named("perf/test_perf.py::test_perf"));
  CHECK_FALSE(named("accuracy/test_x.py::test_e2e[aggr-a]"));
}

}  // namespace perfc
