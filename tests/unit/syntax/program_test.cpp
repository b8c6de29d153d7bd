// The two complete programs of the language's description, in our own words and numbers kept as they are written there,
// and the grammar's own health.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/perf.hpp"
#include "tests/unit/syntax/dump.hpp"

using perfc::syntax::test::Parsed;

namespace {

// The blocks fenced with ```perf of the page, when it is there.
std::vector<std::string> programs_of_the_page() {
  std::ifstream file("../shared/design/language.md");
  std::vector<std::string> programs;
  std::string line;
  bool inside = false;
  while (std::getline(file, line)) {
    if (line.starts_with("```")) {
      inside = line == "```perf";
      if (inside) programs.emplace_back();
    } else if (inside) {
      programs.back() += line + "\n";
    }
  }
  return programs;
}

}  // namespace

TEST_CASE("the grammar has no rule that can loop without consuming") {
  CHECK(tao::pegtl::analyze<perfc::grammar::file>(1) == 0);
}

TEST_CASE("both complete programs of the language page parse") {
  const auto programs = programs_of_the_page();
  if (programs.empty()) {
    MESSAGE("skipped: ../shared/design/language.md is absent");
    return;
  }
  REQUIRE(programs.size() == 2);
  for (const std::string& program : programs) {
    const Parsed parsed(program);
    CHECK(parsed.errors() == "");
    CHECK(parsed.tree.declarations.size() >= 5);
  }
}
