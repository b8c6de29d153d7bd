// Source that is made must read back as what was meant, in the layout of the examples.
#include "compiler/syntax/source_writer.hpp"

#include <doctest/doctest.h>

#include "compiler/syntax/parse.hpp"

using namespace perfc;
using namespace perfc::syntax;

namespace {

// The text that `source` is a string of; the marks around an interpolation if it is none.
std::string read_back(const std::string& source) {
  Sources sources;
  Diagnostics diags;
  const Tree tree = parse(sources, sources.add("x.perf", "let x = " + source + "\n"), diags);
  if (diags.failed() || tree.declarations.size() != 1) return "not read: " + source;
  const Expr& value = *tree.declarations.front()->value;
  std::string text;
  for (const Expr* piece : value.kids) text += piece->kind == ExprKind::piece ? piece->text : "<interpolated>";
  return value.kind == ExprKind::string ? text : "no string: " + source;
}

}  // namespace

TEST_CASE("texts: quotes, escapes, raw strings where those spare escapes") {
  CHECK(text_source("plain text") == "\"plain text\"");
  CHECK(text_source("") == "\"\"");
  CHECK(text_source("it's") == "\"it's\"");
  CHECK(text_source("$HOME costs 5$") == "\"$HOME costs 5$\"");
  CHECK(text_source("${x}") == "'${x}'");
  CHECK(text_source("a\\b\"c") == "'a\\b\"c'");
  CHECK(text_source("'${x}\\\"") == "\"'\\${x}\\\\\\\"\"");
  CHECK(text_source("a\tb\n") == "\"a\\tb\\n\"");
  CHECK(text_source(std::string_view("\0\x7F", 2)) == "\"\\u{0}\\u{7F}\"");
  CHECK(text_source("集群") == "\"集群\"");
}

TEST_CASE("texts: what is written reads back") {
  const std::string_view marks = "a$'\"\\{}\t \n#é";
  for (std::size_t i = 0; i < marks.size(); ++i) {
    for (std::size_t j = 0; j < marks.size(); ++j) {
      for (std::size_t k = 0; k < marks.size(); ++k) {
        const std::string text = {marks[i], marks[j], marks[k]};
        if ((static_cast<unsigned char>(text[0]) | static_cast<unsigned char>(text[1]) |
             static_cast<unsigned char>(text[2])) >= 0x80U)
          continue;
        CHECK(read_back(text_source(text)) == text);
      }
    }
  }
  CHECK(read_back(text_source("$${a} \\${b} é")) == "$${a} \\${b} é");
}

TEST_CASE("names are words where they can be") {
  CHECK(name_source("gb200_b") == "gb200_b");
  CHECK(name_source("in") == "\"in\"");
  CHECK(name_source("gb200-b") == "\"gb200-b\"");
  CHECK(name_source("2x") == "\"2x\"");
  CHECK(name_source("") == "\"\"");
}

TEST_CASE("layout: columns, blocks, blank lines, comments") {
  SourceWriter out;
  out.blank();
  out.comment("head");
  out.comment("");
  out.blank();
  out.statement("use std.gb200");
  out.blank();
  out.blank();
  out.comment("# no documentation");
  out.open("cluster a : gb200_nvl4");
  out.blank();
  out.field("type", "ssh");
  out.comment("who");
  out.field("account", text_source("perf"));
  out.open("container");
  out.field("image", text_source("x"));
  out.comment("last");
  out.close();
  out.field("nodes", "1");
  out.blank();
  out.field("partition", text_source("b"));
  out.close();
  CHECK(out.finish() ==
        "# head\n"
        "#\n"
        "\n"
        "use std.gb200\n"
        "\n"
        "# # no documentation\n"
        "cluster a : gb200_nvl4 {\n"
        "  type = ssh\n"
        "  # who\n"
        "  account = \"perf\"\n"
        "  container {\n"
        "    image = \"x\"\n"
        "    # last\n"
        "  }\n"
        "  nodes = 1\n"
        "\n"
        "  partition = \"b\"\n"
        "}\n");
}

TEST_CASE("layout: a list that is too long for a line has an element a line") {
  const auto listed = [](std::size_t length) {
    SourceWriter out;
    out.list("x", {text_source(std::string(length, 'a')), "b"});
    return out.finish();
  };
  CHECK(listed(109) == "x = [\"" + std::string(109, 'a') + "\", b]\n");
  CHECK(listed(110) == "x = [\n  \"" + std::string(110, 'a') + "\",\n  b,\n]\n");
}
