// Every kind of statement and declaration with its exact tree.
#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using namespace perfc::syntax;
using test::Parsed;
using test::statements;

TEST_CASE("fields, appends and blocks") {
  CHECK(statements("a = 1") == "assign a 1");
  CHECK(statements("a = 1, b = 2,\n c = 3 # end") == "assign a 1; assign b 2; assign c 3");
  CHECK(statements("a += [1]") == "append a [1]");
  CHECK(statements("a { b = 1 }") == "block a {assign b 1}");
  CHECK(statements("a {}") == "block a {}");
  CHECK(statements("a { b = 1, }") == "block a {assign b 1}");
  CHECK(statements(R"("odd key" = 1)") == "assign odd key 1");
  CHECK(statements(R"("k${i}" = 1)") == R"(assign "<k> i" 1)");
  CHECK(statements(R"('raw${i}' { })") == "block raw${i} {}");
  CHECK(statements("") == "");
}

TEST_CASE("roles are blocks with a value and a base") {
  CHECK(statements("ctx 1 : dep(4) { a = 1 }") == "block ctx 1 : dep(4) {assign a 1}");
  CHECK(statements("gen n + 1 { }") == "block gen (n + 1) {}");
  CHECK(statements("server : tp(4) {\n a = 1\n}") == "block server : tp(4) {assign a 1}");
  CHECK(statements("server : base { }") == "block server : base {}");
  CHECK(statements("server { }") == "block server {}");
}

TEST_CASE("flags and comparisons") {
  CHECK(statements("isolation") == "flag isolation");
  CHECK(statements("skip \"why\", isolation") == "flag skip \"<why>\"; flag isolation");
  CHECK(statements("p99_ttft <= 2s") == "compare <= p99_ttft 2000ms");
  CHECK(statements("a == 1, b != 2, c < 3, d > 4, e >= 5") ==
        "compare == a 1; compare != b 2; compare < c 3; compare > d 4; compare >= e 5");
}

TEST_CASE("unset, require, allow") {
  CHECK(statements("unset a, unset \"b c\"") == "unset a; unset b c");
  CHECK(statements("require a > 1, \"m\"") == "require (a > 1) message \"<m>\"");
  CHECK(statements("require a,\n  \"m\"\nb = 1") == "require a message \"<m>\"; assign b 1");
  CHECK(statements("allow idle-gpus, \"why\"") == "allow idle-gpus message \"<why>\"");
}

TEST_CASE("for and if") {
  CHECK(statements("for c in [1, 2] { x = c }") == "for c [1 2] {assign x c}");
  CHECK(statements("for c in 1..n {\n test t\n}") == "for c (1 .. n) {test t}");
  CHECK(statements("for c in ({ a = 1 }) { }") == "for c {a=1} {}");
  CHECK(statements("if a == b { x = 1 }") == "if (a == b) {assign x 1}");
  CHECK(statements("if a { x = 1 } else { x = 2 }") == "if a {assign x 1} else {assign x 2}");
  CHECK(statements("if a { } else if b { x = 1 } else { }\ny = 1") ==
        "if a {} else {if b {assign x 1} else {}}; assign y 1");
  CHECK(statements("if a if b else c { }") == "if (a if b else c) {}");
}

TEST_CASE("test statements") {
  CHECK(statements("test t") == "test t");
  CHECK(statements("test \"a b\" with x") == "test \"<a b>\" with x");
  CHECK(statements("test t with [a, b] as \"n\" { timeout = 1h }") ==
        "test t with [a b] as \"<n>\" {assign timeout 3600000ms}");
  CHECK(statements("test t { gen { a = 1 } }") == "test t {block gen {assign a 1}}");
  CHECK(statements("test f(1) as n") == "test f(1) as n");
}

TEST_CASE("words with a meaning of their own stay free as field names") {
  CHECK(statements("test = 1, require = 2, unset = 3, allow = 4, use = 5, let = 6, model = 7, server = 8") ==
        "assign test 1; assign require 2; assign unset 3; assign allow 4; assign use 5; assign let 6; assign model 7; "
        "assign server 8");
  CHECK(statements("test += [1]\nrequire { }\nunset : b { }\nallow={}") ==
        "append test [1]; block require {}; block unset : b {}; assign allow {}");
  CHECK(statements("tests = 1, unset_x = 2, fortune = 3, iffy = 4, order = 5, elif = 6, with = 7, as = 8, on = 9") ==
        "assign tests 1; assign unset_x 2; assign fortune 3; assign iffy 4; assign order 5; assign elif 6; assign with "
        "7; "
        "assign as 8; assign on 9");
  CHECK(statements("param { }, schema = 1, kind isolation") == "block param {}; assign schema 1; flag kind isolation");
}

TEST_CASE("declarations") {
  CHECK(Parsed("cluster a { x = 1 }").result() == "cluster a {assign x 1}");
  CHECK(Parsed("topology \"a-b\" : yaml(\"f.yaml\", \"s\") { }\n").result() ==
        "topology 'a-b' : yaml(\"<f.yaml>\" \"<s>\") {}");
  CHECK(Parsed("suite s on c : b { }").result() == "suite s on c : b {}");
  CHECK(Parsed("worker dep(n: int, m: list(string)? = null) : base { }").result() ==
        "worker dep(n: int, m: list(string)? = null) : base {}");
  CHECK(Parsed("worker w() { }").result() == "worker w() {}");
  CHECK(Parsed("let x = 1\nlet y: int(1..8) = 2").result() == "let x = 1\nlet y type int(1..8) = 2");
  CHECK(Parsed("param p: string\nparam q: int = 3 # c").result() == "param p type string\nparam q type int = 3");
  CHECK(Parsed("use std.gb200\nuse \"lib/x.perf\"").result() == "use std.gb200\nuse 'lib/x.perf'");
  CHECK(Parsed("require a > 1, \"m\"\nallow idle-gpus, \"r\"").result() ==
        "require = (a > 1) message \"<m>\"\nallow idle-gpus message \"<r>\"");
  CHECK(Parsed("").result() == "");
  CHECK(Parsed("\n# only a comment").result() == "");
}

TEST_CASE("types") {
  const auto type = [](const std::string& text) {
    const Parsed parsed("let x: " + text + " = 1\n");
    return parsed.diags.failed() ? parsed.errors() : test::dump(parsed.tree.declarations[0]->type);
  };
  CHECK(type("int") == "int");
  CHECK(type("int(1..)") == "int(1..)");
  CHECK(type("int(..8)") == "int(..8)");
  CHECK(type("int( -1 .. 8 )") == "int((- 1)..8)");
  CHECK(type("float(0.0..1.0)") == "float(0f..1f)");
  CHECK(type("bytes(1KiB..)?") == "bytes(1024B..)?");
  CHECK(type("enum(a, b, \"odd-one\",)") == "enum(a, b, \"<odd-one>\")");
  CHECK(type("enum(None)") == "enum(None)");
  CHECK(type("list(int(1..8)?)?") == "list(int(1..8)?)?");
  CHECK(type("map(list(any))") == "map(list(any))");
  CHECK(type("list") == "list");
  CHECK(type("string | null\n") == "1:21 E101 expected '=' and a value, found end of line");
  CHECK(type("string |\n int | model?") == "string | int | model?");
}

TEST_CASE("bodies of schemas") {
  CHECK(Parsed("schema s : old {\n  a: int(1..) = 1\n  b { c: bool }\n  d: block? { e: string }\n  f: string | block { "
               "g: int }\n"
               "  \"odd\": any = {}\n  unset h\n  unset: int\n  i: block? = null { }\n}\n")
            .result() ==
        "schema s : old {option a type int(1..) 1; option b {option c type bool}; option d type block? {option e type "
        "string}; "
        "option f type string | block {option g type int}; option odd type any {}; unset h; option unset type int; "
        "option i type block? null {}}");
}

TEST_CASE("spans of declarations") {
  const Parsed parsed("worker dep(n: int = 4) { }  # end\n");
  const Declaration& d = *parsed.tree.declarations.at(0);
  CHECK(parsed.sources.text(d.span) == "worker dep(n: int = 4) { }");
  CHECK(parsed.sources.text(d.kind_span) == "worker");
  CHECK(parsed.sources.text(d.name_span) == "dep");
  CHECK(parsed.sources.text(d.body->span) == "{ }");
  CHECK(parsed.sources.text(d.parameters[0]->span) == "n: int = 4");
}
