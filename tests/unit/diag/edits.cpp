#include "compiler/diag/edits.hpp"

#include <doctest/doctest.h>

using namespace perfc;

namespace {

// `text` without the statement that is marked by < and >.
std::string without(std::string text) {
  const std::size_t begin = text.find('<');
  text.erase(begin, 1);
  const std::size_t end = text.find('>');
  text.erase(end, 1);
  Sources sources;
  const FileId file = sources.add("a.perf", text);
  const Fix fix{{{{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, "", true}}, true};
  const auto edits = changes_of(fix, sources);
  REQUIRE(edits);
  return changed(text, *edits);
}

}  // namespace

TEST_CASE("a statement goes with its line or its comma, and nothing else") {
  CHECK(without("t {\n  a = 1\n  <b = 2>\n  c = 3\n}\n") == "t {\n  a = 1\n  c = 3\n}\n");
  CHECK(without("t {\r\n  <b = 2>\r\n  c = 3\r\n}\r\n") == "t {\r\n  c = 3\r\n}\r\n");
  CHECK(without("t { <a = 1>, b = 2 }\n") == "t { b = 2 }\n");
  CHECK(without("t { a = 1, <b = 2> }\n") == "t { a = 1 }\n");
  CHECK(without("t { a = 1, <b = 2>, c = 3 }\n") == "t { a = 1, c = 3 }\n");
  CHECK(without("t { <a = 1> }\n") == "t { }\n");
  CHECK(without("t {\n  <a = 1>  # why\n}\n") == "t {\n  # why\n}\n");
  CHECK(without("t {\n  <a = 1>, b = 2\n}\n") == "t {\n  b = 2\n}\n");
  CHECK(without("t {\n  a = 1, <b = 2>\n}\n") == "t {\n  a = 1\n}\n");
  CHECK(without("t {\n  <a {\n    b = 1\n  }>\n  c = 2\n}\n") == "t {\n  c = 2\n}\n");
  CHECK(without("<let x = 1>") == "");
  CHECK(without("t {\n  ## why\n  ## not\n  <b = 2>\n  c = 3\n}\n") == "t {\n  c = 3\n}\n");
  CHECK(without("t {\n  ######\n  ### Sizes ###\n  <b = 2>\n}\n") == "t {\n  ######\n  ### Sizes ###\n}\n");
  CHECK(without("######\n## why\n<let x = 1>\n") == "######\n");
}

TEST_CASE("a fix that does not fit its text is none") {
  Sources sources;
  const FileId file = sources.add("a.perf", "0123456789");
  const FileId other = sources.add("b.perf", "0123456789");
  const auto fits = [&](std::vector<Edit> edits) {
    return changes_of(Fix{std::move(edits), true}, sources).has_value();
  };
  CHECK(fits({{{file, 8, 10}, "x"}, {{file, 0, 2}, "y"}}));
  CHECK_FALSE(fits({}));
  CHECK_FALSE(fits({{{file, 8, 11}, "x"}}));
  CHECK_FALSE(fits({{Span{}, "x"}}));
  CHECK_FALSE(fits({{{file, 3, 2}, "x"}}));
  CHECK_FALSE(fits({{{file, 0, 2}, "x"}, {{other, 4, 5}, "y"}}));
  CHECK_FALSE(fits({{{file, 0, 3}, "x"}, {{file, 2, 5}, "y"}}));
}

TEST_CASE("changes that touch the same place exclude one another") {
  CHECK(overlap({0, 1, 3}, {0, 2, 4}));
  CHECK(overlap({0, 1, 1}, {0, 1, 1}));
  CHECK(overlap({0, 1, 5}, {0, 2, 2}));
  CHECK_FALSE(overlap({0, 1, 3}, {0, 3, 4}));
  CHECK_FALSE(overlap({0, 1, 3}, {1, 1, 3}));
}

TEST_CASE("of a statement that goes the messages show it alone") {
  Sources sources;
  const FileId file = sources.add("a.perf", "t {\n  ## why\n  b = 2\n}\n");
  const auto edits = changes_of({{{{file, 15, 20}, "", true}}, true}, sources);
  REQUIRE(edits);
  CHECK(described(*edits, sources) == "removed 'b = 2'");
  CHECK(sources.position(file, shown_of(edits->front()).begin).line == 3);
}

TEST_CASE("a change is described on one line") {
  Sources sources;
  const FileId file = sources.add("a.perf", "a = 1\nb = 2\n" + std::string(100, 'c') + "\x1b");
  CHECK(described({{{file, 0, 1}, "name"}}, sources) == "'a' -> 'name'");
  CHECK(described({{{file, 0, 6}, ""}}, sources) == "removed 'a = 1'");
  CHECK(described({{{file, 0, 11}, ""}}, sources) == "removed 'a = 1...'");
  CHECK(described({{{file, 1, 1}, ", "}, {{file, 2, 3}, ":"}}, sources) == "added ', ', '=' -> ':'");
  CHECK(described({{{file, 5, 6}, " "}}, sources) == "joined two lines");
  CHECK(described({{{file, 12, 113}, "x\n"}}, sources) == "'" + std::string(60, 'c') + "...' -> 'x...'");
}
