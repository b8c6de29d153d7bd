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

}  // namespace perfc
