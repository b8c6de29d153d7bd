#include "compiler/import/yaml.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "compiler/base/yaml_scalar.hpp"
#include "findings.hpp"

namespace perfc {
namespace {

struct Read {
  Sources sources;
  Diagnostics diags;
  std::optional<Document> document;

  explicit Read(const std::string& text) {
    sources.add("a.yaml", text);
    document = read_yaml(sources, 0, diags);
  }
  [[nodiscard]] std::string errors() const { return test::findings_of(sources, diags); }
  [[nodiscard]] std::string place(const Document& node) const { return std::string(sources.text(node.span)); }
};

std::string errors(const std::string& text) {
  const Read read(text);
  CHECK_FALSE(read.document.has_value());
  return read.errors();
}

// Values alone, strings in quotes: {a: 1, b: ["x", null]}
std::string shown(const Document& node) {
  if (node.kind == Document::Kind::scalar) {
    return resolve(node) == ScalarKind::string ? fmt::format("\"{}\"", node.text)
                                               : (node.text.empty() ? std::string("null") : node.text);
  }
  std::string all;
  for (const Document& item : node.items) all += (all.empty() ? "" : ", ") + shown(item);
  for (const Document::Entry& entry : node.entries) {
    all += fmt::format("{}{}: {}", all.empty() ? "" : ", ", entry.key, shown(entry.value));
  }
  return node.kind == Document::Kind::sequence ? fmt::format("[{}]", all) : fmt::format("{{{}}}", all);
}

std::string values(const std::string& text) {
  const Read read(text);
  CHECK(read.errors().empty());
  REQUIRE(read.document.has_value());
  return shown(*read.document);
}

TEST_CASE("values of every kind") {
  CHECK(values("a: 1\nb: x\nc: [1, two, ~]\nd:\n  e: true\n  f:\ng: {}\nh: []\n") ==
        "{a: 1, b: \"x\", c: [1, \"two\", ~], d: {e: true, f: null}, g: {}, h: []}");
  CHECK(values("- a: 1\n  b: 2\n- - x\n  - y\n-\n- null\n") == "[{a: 1, b: 2}, [\"x\", \"y\"], null, null]");
  CHECK(values("a: 'it''s'\nb: \"x\\ty\\u00e9\\N\"\n") == "{a: \"it's\", b: \"x\ty\u00e9\xC2\x85\"}");
  CHECK(values("a: >-\n  folded\n  text\nb: |\n  two\n  lines\n") == "{a: \"folded text\", b: \"two\nlines\n\"}");
  CHECK(values("a: >+\n  x\n  y\n\n\nb: |+\n  x\n\n") == "{a: \"x y\n\n\n\", b: \"x\n\n\"}");
  CHECK(values("\xEF\xBB\xBF"
               "a: 1\r\nb: 2\r\n") == "{a: 1, b: 2}");
  CHECK(values("1: a\n~: b\nnull: c\nyes: d\n") == "{1: \"a\", ~: \"b\", null: \"c\", yes: \"d\"}");
  CHECK(values("a:\nnull: b\n") == "{a: null, null: \"b\"}");
}

TEST_CASE("styles are kept") {
  const Read read("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >\n  x\nf: [1]\ng:\n- 1\n'h': {i: 1}\n");
  REQUIRE(read.document.has_value());
  CHECK(read.document->find("a")->style == ScalarStyle::plain);
  CHECK(read.document->find("b")->style == ScalarStyle::quoted_single);
  CHECK(read.document->find("c")->style == ScalarStyle::quoted_double);
  CHECK(read.document->find("d")->style == ScalarStyle::literal);
  CHECK(read.document->find("e")->style == ScalarStyle::folded);
  CHECK(read.document->find("f")->flow);
  CHECK_FALSE(read.document->find("g")->flow);
  CHECK(read.document->entries.back().key_style == ScalarStyle::quoted_single);
  CHECK(read.document->find("h")->flow);
}

TEST_CASE("places are bytes of the file, whatever stands before them") {
  const Read read(
      "# 对应的配置 — é\nkey: \"vä lue\"  # c\nlist: [1, {a: b}, ]\nblock: |-\n  x\n\n  y\n\nlong: one\n  two\nn: "
      "~\nv: !!str 5\n");
  CHECK(read.errors().empty());
  REQUIRE(read.document.has_value());
  const Document& root = *read.document;
  CHECK(read.place(*root.find("key")) == "\"vä lue\"");
  CHECK(read.sources.text(root.entries[0].key_span) == "key");
  CHECK(read.place(*root.find("list")) == "[1, {a: b}, ]");
  CHECK(read.place(root.find("list")->items[1]) == "{a: b}");
  CHECK(read.place(*root.find("block")) == "|-\n  x\n\n  y");
  CHECK(read.place(*root.find("long")) == "one\n  two");
  CHECK(read.place(*root.find("n")) == "~");
  CHECK(read.place(*root.find("v")) == "5");
  const Position at = read.sources.position(0, root.find("key")->span.begin);
  CHECK(at.line == 2);
  CHECK(at.column == 6);
}

TEST_CASE("a byte order mark moves no place") {
  const Read read(
      "\xEF\xBB\xBF"
      "a: xyz\n");
  REQUIRE(read.document.has_value());
  CHECK(read.place(*read.document->find("a")) == "xyz");
}

TEST_CASE("an empty value stands behind its colon") {
  const Read read("a:\nb: 1\n");
  REQUIRE(read.document.has_value());
  CHECK(read.document->find("a")->span == Span{0, 2, 2});
}

TEST_CASE("anchors, aliases and merge keys are values when they come out") {
  CHECK(values("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n") == "{a: {b: 1}, c: {b: 1}, d: [{b: 1}, {b: 1}]}");
  CHECK(values("x: &b {p: 1, q: 2}\nd:\n  r: 4\n  <<: *b\n  q: 3\n") == "{x: {p: 1, q: 2}, d: {p: 1, q: 3, r: 4}}");
  CHECK(values("d:\n  <<: [{p: 1, q: 2}, {q: 5, w: 6}]\n") == "{d: {q: 2, w: 6, p: 1}}");
  CHECK(values("\"<<\": 1\n") == "{<<: 1}");
  CHECK(values("a: &x v\n*x : 2\n") == "{a: \"v\", v: 2}");
}

TEST_CASE("tags say what a value is") {
  CHECK(values("a: !!str 12\nb: !!int \"12\"\nc: !!float 3\nd: !!null x\ne: !!bool 'yes'\nf: !!str\ng: !!seq [1]\nh: ! "
               "'5'\n") == "{a: \"12\", b: 12, c: 3.0, d: null, e: yes, f: \"\", g: [1], h: 5}");
  CHECK(errors("a: !!python/name:os.system x\n") ==
        "1:28 E509 the tag '!!python/name:os.system' is not known or does not fit this value\n");
  CHECK(errors("a: !!int x\n") == "1:10 E509 the tag '!!int' is not known or does not fit this value\n");
  CHECK(errors("a: !mine x\n") == "1:10 E509 the tag '!mine' is not known or does not fit this value\n");
}

TEST_CASE("a key twice shows both places, and every such key is reported") {
  const Read read("a: 1\nb: {c: 1, c: 2}\na: 3\n");
  CHECK_FALSE(read.document.has_value());
  CHECK(read.errors() == "2:11 E502 the key 'c' is written twice\n3:1 E502 the key 'a' is written twice\n");
  REQUIRE(read.diags.all().back().related.size() == 1);
  CHECK(read.diags.all().back().related.front().span == Span{0, 0, 1});
  CHECK(read.diags.all().back().related.front().text == "written here already");
}

TEST_CASE("a key twice among many") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += fmt::format("k{}: {}\n", i, i);
  CHECK(errors(text + "k7: 1\n") == "101:1 E502 the key 'k7' is written twice\n");
}

TEST_CASE("what is no YAML is said in the words of the file") {
  CHECK(errors("a: {b: 1\n") == "2:1 E501 the YAML cannot be read: '{' is not closed, or a ',' is missing\n");
  CHECK(errors("a: [1, {b: 2},\n") == "2:1 E501 the YAML cannot be read: '[' is not closed, or a ',' is missing\n");
  CHECK(errors("a: [1, {b:\n") == "2:1 E501 the YAML cannot be read: '{' is not closed, or a ',' is missing\n");
  CHECK(errors("a: &b.c 1\n") ==
        "1:4 E501 the YAML cannot be read: a '&' without a name, which is of letters, digits, '-' and '_'; a text that "
        "begins with '&' wants quotes\n");
  CHECK(errors("a: 1\n- b\n") ==
        "2:1 E501 the YAML cannot be read: this line does not continue the map above it; a key of that map would begin "
        "in the same column\n");
  CHECK(errors("- a\nb: 1\n") ==
        "2:1 E501 the YAML cannot be read: this line does not continue the list above it; an item would begin with '-' "
        "in the same column\n");
  CHECK(errors("a: [1\n") == "2:1 E501 the YAML cannot be read: '[' is not closed, or a ',' is missing\n");
  CHECK(errors("a: \"x\n") == "1:4 E501 the YAML cannot be read: the quoted text is not closed\n");
  CHECK(errors("a: 'x\nb: 1\n") == "1:4 E501 the YAML cannot be read: the quoted text is not closed\n");
  CHECK(errors("a: b: c\n") ==
        "1:5 E501 the YAML cannot be read: a ':' that follows no key; a value that contains ': ' wants quotes\n");
  CHECK(errors("a: @x\n") ==
        "1:4 E501 the YAML cannot be read: a character that begins nothing; a text that begins with it wants quotes\n");
  CHECK(errors("a: *x\n") == "1:4 E501 the YAML cannot be read: an alias of an anchor that no line above defines\n");
  CHECK(errors("a:\n  b: 1\n c: 2\n") ==
        "3:2 E501 the YAML cannot be read: this line does not continue the map above it; a key of that map would begin "
        "in the same column\n");
  CHECK(
      errors("a: 'b' c\n") ==
      "1:8 E501 the YAML cannot be read: this follows a value that has ended; a text that contains quotes wants others "
      "around all of it\n");
  CHECK(errors("a: 1\ntrunca\n") == "2:1 E501 the YAML cannot be read: a key without ':'\n");
  CHECK(errors(": a\n") == "1:1 E501 the YAML cannot be read: a ':' that follows no key\n");
  CHECK(errors("a: \"\\q\"\n") ==
        "1:5 E501 the YAML cannot be read: an escape in double quotes that YAML does not know; a '\\' stands for "
        "itself in single quotes\n");
  CHECK(errors("? [a]\n: b\n") == "1:3 E508 a key must be a word or a text, not a list\n");
  CHECK(errors("<<: 3\n") == "1:5 E510 '<<' takes a map or a list of maps, not a value\n");
}

TEST_CASE("tabs") {
  CHECK(errors("a:\t1\n") == "1:3 E503 a tab stands where YAML wants spaces\n");
  CHECK(errors("a: 1\t\n") == "1:5 E503 a tab stands where YAML wants spaces\n");
  CHECK(errors("\ta: 1\n") == "1:1 E503 a tab stands where YAML wants spaces\n");
  CHECK(errors("a: x\ty\n") == "1:5 E503 a tab stands where YAML wants spaces\n");
  CHECK(errors("a: [1,\t2]\n") == "1:7 E503 a tab stands where YAML wants spaces\n");
  CHECK(errors("a:\n\tb: 1\n") == "2:1 E503 a tab stands where YAML wants spaces\n");
  CHECK(values("a: \"x\ty\"  #\tc\nb: |\n  x\ty\n") == "{a: \"x\ty\", b: \"x\ty\n\"}");
}

TEST_CASE("one document a file") {
  CHECK(errors("") == "1:1 E504 the file holds no YAML document\n");
  CHECK(errors("# nothing\n") == "1:1 E504 the file holds no YAML document\n");
  CHECK(errors("a: 1\n---\nb: 2\n") ==
        "2:1 E505 a second YAML document begins here; a configuration is one document\n");
  CHECK(values("---\na: 1\n...\n") == "{a: 1}");
}

TEST_CASE("inputs that are no text") {
  CHECK(errors("a: \xFF\n") == "1:4 E001 byte 0xFF is not valid UTF-8 here\n");
  CHECK(errors("a: \xC3") == "1:4 E001 byte 0xC3 is not valid UTF-8 here\n");
  CHECK(errors("a: \xED\xA0\x80\n") == "1:4 E001 byte 0xED is not valid UTF-8 here\n");
  CHECK(errors(std::string("a: x\0y\n", 7)) == "1:5 E511 the character U+0000 may not stand in YAML\n");
  CHECK(errors("a: x\x04y\n") == "1:5 E511 the character U+0004 may not stand in YAML\n");
  CHECK(errors("a: \xE2\x80\xA8\n") == "1:4 E511 the character U+2028 may not stand in YAML\n");
  CHECK(errors("a: 1\rb: 2\r") == "1:5 E511 the character U+000D may not stand in YAML\n");
  CHECK(errors(std::string((64U << 20U) + (1U << 20U), '#')) ==
        "1:1 E002 the file is 65 MiB; inputs over 64 MiB are refused\n");
}

TEST_CASE("files of other systems: what they are and how to change them, once") {
  const auto help = [](const std::string& text) {
    const Read read(text);
    REQUIRE(read.diags.all().size() == 1);
    REQUIRE(read.diags.all().front().help.size() == 1);
    return read.diags.all().front().help.front();
  };
  const std::string utf16 = "the file is UTF-16; save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW";
  CHECK(help("a: 1\rb: 2\r").starts_with("the file has old line ends, carriage returns alone; change them: tr "));
  CHECK(help("a: 1\xC2\x85"
             "b: 2\n")
            .starts_with("the file has old line ends, the NEL of mainframes;"));
  CHECK(help(std::string("\xFF\xFE"
                         "a\0:\0\n\0",
                         8)) == utf16);
  CHECK(help(std::string("\xFE\xFF\0a\0:\0\n", 8)) == utf16);
  CHECK(help(std::string("a\0:\0\n\0", 6)) == utf16);
  CHECK(help(std::string("\0a\0:\0\n", 6)) == utf16);
  CHECK(help("a: x\x04y\n") == "write it as an escape inside double quotes");
}

TEST_CASE("what would never end is refused") {
  CHECK(errors(std::string(10'000, '[')) == "1:257 E003 this is nested more than 256 levels deep\n");
  CHECK(values(std::string(256, '[') + std::string(256, ']')).size() == 512);
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "- ";
  CHECK(errors(deep + "x\n") == "1:513 E003 this is nested more than 256 levels deep\n");
  CHECK(errors("a: &x\n  b: *x\n") == "2:6 E506 '*x' stands inside the value that it refers to\n");
  std::string laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 12; ++i) {
    laughs += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  }
  CHECK(errors(laughs).find("E507 the aliases of this file expand to more than 64 MiB") != std::string::npos);
}

}  // namespace
}  // namespace perfc
