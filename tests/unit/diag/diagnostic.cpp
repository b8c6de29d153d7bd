#include "compiler/diag/diagnostic.hpp"

#include <doctest/doctest.h>

#include <set>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/explain.hpp"

using namespace perfc;

TEST_CASE("the same finding at the same place is kept once, with what was noted first") {
  Diagnostics diags;
  diags.add("E204", Level::error, {0, 1, 2}, "x").advise("first");
  diags.add("E204", Level::error, {0, 1, 2}, "x").advise("second");
  diags.add("E204", Level::error, {0, 1, 3}, "x");
  diags.add("E205", Level::error, {0, 1, 2}, "x");
  diags.add("E204", Level::error, {0, 1, 2}, "y");
  REQUIRE(diags.all().size() == 4);
  CHECK(diags.errors() == 4);
  CHECK(diags.all()[0].help == std::vector<std::string>{"first"});
}

TEST_CASE("only errors count as failure") {
  Diagnostics diags;
  diags.add("W217", Level::warning, {}, "x");
  CHECK_FALSE(diags.failed());
  diags.report(codes::not_utf8, Span{}, 0xFFU);
  CHECK(diags.failed());
  CHECK(diags.all()[1].message == "byte 0xFF is not valid UTF-8 here");
}

TEST_CASE("codes are E or W and three digits, and unique") {
  std::set<std::string_view> seen;
  for (const CodeInfo& info : catalogue()) {
    CAPTURE(info.code);
    CHECK(seen.insert(info.code).second);
    REQUIRE(info.code.size() == 4);
    CHECK((info.code[0] == 'E' || (info.code[0] == 'W' && info.level != Level::error)));
    CHECK(info.code.find_first_not_of("0123456789", 1) == std::string_view::npos);
    CHECK_FALSE(info.text.ends_with('.'));
  }
}

TEST_CASE("a page is read into its parts") {
  const ExplainPage page = read_page(
      "# E999: a title: with a colon\n\nWhy.\n\n## Example that fails\n\n```perf\nbad\n```\n\n"
      "## Mended\n\nSay this:\n\n```perf\n# file: a.perf\ngood\n# file: lib/b.perf\nbetter\n```\n");
  CHECK(page.code == "E999");
  CHECK(page.title == "a title: with a colon");
  CHECK(page.fails == "bad\n");
  CHECK_FALSE(page.outside);
  const auto single = example_files(page.fails);
  REQUIRE(single.size() == 1);
  CHECK(single[0].first == "example.perf");
  CHECK(single[0].second == "bad\n");
  const auto several = example_files(page.mended);
  REQUIRE(several.size() == 2);
  CHECK(several[0].first == "a.perf");
  CHECK(several[0].second == "good\n");
  CHECK(several[1].first == "lib/b.perf");
  CHECK(several[1].second == "better\n");
}

TEST_CASE("a code is found in either case, another is not") {
  const auto page = explain("e001");
  REQUIRE(page);
  CHECK(page->code == "E001");
  CHECK_FALSE(explain("E0"));
  CHECK_FALSE(explain("../../../stdlib/gb200"));
}

TEST_CASE("one finding at a place that has a syntax error") {
  Diagnostics diags;
  diags.report(codes::syntax, {0, 10, 14}, "a", "b");
  diags.report(codes::unknown_name, {0, 10, 12}, "x");
  diags.report(codes::unknown_name, {0, 11, 12}, "x");
  diags.report(codes::unknown_name, {1, 10, 12}, "x");
  CHECK(diags.errors() == 3);
  diags.report(codes::syntax, {0, 11, 14}, "a", "b");
  CHECK(diags.errors() == 4);
}
