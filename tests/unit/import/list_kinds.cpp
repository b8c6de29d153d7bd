// Bounds of ranges, and YAML that is no list at all.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compiler/base/test_name.hpp"
#include "compiler/import/list_file.hpp"

namespace perfc {
namespace {

// "line:column code message" and the help of every finding.
std::string helped(const std::string& text) {
  Sources sources;
  Diagnostics diags;
  sources.add("tests.yml", text);
  static_cast<void>(read_test_list(sources, 0, diags));
  std::string all;
  for (const Diagnostic& found : diags.all()) {
    const Position at = sources.position(0, found.span.begin);
    all += fmt::format("{}:{} {} {}\n", at.line, at.column, found.code, found.message);
    for (const std::string& help : found.help) all += "  " + help + "\n";
  }
  return all;
}

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
  CHECK(range("gtee: 8") == "2:28 E543 unknown key 'gtee' in a range\n  did you mean 'gte'?\n");
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
