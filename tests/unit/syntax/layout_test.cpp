// The layout never changes what a program says, keeps every comment, and is its own layout: for the programs of this
// project, and for what becomes of them when comments, line breaks and odd pieces are put in between.
#include "compiler/syntax/layout.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "compiler/syntax/same_tree.hpp"
#include "tests/unit/syntax/dump.hpp"

using namespace perfc;
using namespace perfc::syntax;

namespace {

bool says_the_same(const std::string& a, const std::string& b) {
  const test::Parsed left(a);
  const test::Parsed right(b);
  return same_tree(left.tree, right.tree) && same_spelling(a, b);
}

// What is wrong with the layout of a text; empty when nothing is, or when it is no program.
std::string wrong(const std::string& text) {
  const test::Parsed before(text);
  if (before.diags.failed()) return {};
  const std::string made = layout(text);
  const test::Parsed after(made);
  if (after.diags.failed()) return "errors in the layout:\n" + made;
  if (!same_tree(before.tree, after.tree)) return "it says something else:\n" + made;
  if (!same_spelling(text, made)) return "other words or comments:\n" + made;
  const std::string again = layout(made);
  return again == made ? "" : "not its own layout:\n" + made + "again:\n" + again;
}

std::vector<std::string> programs() {
  std::vector<std::string> texts;
  for (const char* folder : {"stdlib", "examples", "tests/diag", "tests/golden", "tests/fmt"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".perf") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

constexpr std::array<std::string_view, 22> kPieces = {
    "\n",        " ",
    "\n\n\n",    " # c\n",
    "\n# own\n", "\n## doc\n",
    ", ",        ",\n",
    "\r\n",      "\t",
    "-",         "[",
    "]",         "{ ",
    "}",         "(",
    ")",         "a = 1, ",
    " not ",     "\"${a}\"",
    "%",         "'raw text that is long'",
};

}  // namespace

TEST_CASE("layout: programs say the same, comments stay, a second time changes nothing") {
  const std::vector<std::string> texts = programs();
  CHECK(texts.size() > 60);
  for (const std::string& text : texts) CHECK(wrong(text) == "");
}

TEST_CASE("layout: programs with something put in") {
  std::mt19937 random(20261122);  // the same each time
  const auto below = [&random](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  std::size_t parsed = 0;
  for (const std::string& whole : programs()) {
    for (int round = 0; round < 40; ++round) {
      // A part of a large file tells as much as all of it.
      const std::size_t from = whole.size() > 4000 ? whole.find("\n\n", below(whole.size() - 2000)) : 0;
      std::string text = whole.substr(from == std::string::npos ? 0 : from, 4000);
      for (std::size_t changes = 1 + below(2); changes > 0 && !text.empty(); --changes)
        text.insert(below(text.size()), kPieces[below(kPieces.size())]);
      if (!test::Parsed(text).diags.failed()) ++parsed;
      CAPTURE(text);
      CHECK(wrong(text) == "");
    }
  }
  CHECK(parsed > 300);
}

TEST_CASE("layout: a field whose name is a text with a value in it") {
  CHECK(layout("model m { \"${a}\" d\nir = 1 }\n") == "model m {\n  \"${a}\" d\n  ir = 1\n}\n");
}

TEST_CASE("layout: ends of lines, marks and blanks that nobody sees") {
  CHECK(layout("") == "");
  CHECK(layout(" \n\n\t\n") == "");
  CHECK(layout("\xEF\xBB\xBFlet a = 1") == "let a = 1\n");
  CHECK(layout("let a = 1  \r\n\r\n\r\n# c \t\r\nlet b = \"x\"\r\n") == "let a = 1\n\n# c\nlet b = \"x\"\n");
  CHECK(layout("# only a comment") == "# only a comment\n");
  CHECK(layout("let a = \"${\n x\n}\"\n") == "let a = \"${x}\"\n");
}

TEST_CASE("layout: the width of a line counts code points") {
  const auto listed = [](const std::string& text) { return layout("let a = [\"" + text + "\", b]\n"); };
  std::string wide;
  for (int i = 0; i < 105; ++i) wide += "é";
  CHECK(listed(wide) == "let a = [\"" + wide + "\", b]\n");
  CHECK(listed(wide + "é") == "let a = [\n  \"" + wide + "é\",\n  b,\n]\n");
}

TEST_CASE("layout: deep and wide texts take time that grows with their length") {
  std::string deep = "let a = ";
  for (int i = 0; i < 250; ++i) deep += "[";
  for (int i = 0; i < 250; ++i) deep += "]";
  CHECK(wrong(deep + "\n") == "");
  std::string wide = "let a = [1";
  for (int i = 0; i < 200'000; ++i) wide += i % 3 == 0 ? ", [1, 2]" : ", x";
  CHECK(wrong(wide + "]\n") == "");
  std::string fields = "worker a {\n";
  for (int i = 0; i < 50'000; ++i) fields += "a" + std::to_string(i) + " = [\"some text\", \"another\"] # c\n";
  CHECK(wrong(fields + "}\n") == "");
}

TEST_CASE("same_tree, same_spelling: what differs is noticed") {
  constexpr std::array<std::array<const char*, 2>, 19> kPairs = {{
      {"let a = 1\n", "let a = 2\n"},
      {"let a = 1\n", "let b = 1\n"},
      {"let a = 1.0\n", "let a = 1\n"},
      {"let a = 1 + 2 * 3\n", "let a = (1 + 2) * 3\n"},
      {"let a = \"x\"\n", "let a = x\n"},
      {"let a = [1, 2]\n", "let a = [1]\n"},
      {"let a = f(x = 1)\n", "let a = f(y = 1)\n"},
      {"use std.a\n", "use \"std.a\"\n"},
      {"param a: int\n", "param a: int?\n"},
      {"param a: int(1..)\n", "param a: int(..1)\n"},
      {"a b { c = 1 }\n", "a b { c += 1 }\n"},
      {"a b { c { } }\n", "a b { c { d = 1 } }\n"},
      {"a b : c { }\n", "a b : d { }\n"},
      {"a b() { }\n", "a b { }\n"},
      {"## x\nlet a = 1\n", "## x\n\nlet a = 1\n"},
      {"let a = 1 # x\n", "let a = 1 # y\n"},
      {"let a = 1Ki\n", "let a = 1024\n"},
      {"let a = \"x\"\n", "let a = 'x'\n"},
      {"let a = 1\n", "let a = (1)\n"},
  }};
  for (const auto& [a, b] : kPairs) {
    CAPTURE(a);
    CHECK(says_the_same(a, a));
    CHECK_FALSE(says_the_same(a, b));
  }
}
