// Mistakes that people bring along from other languages, and literals that cannot be.
#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using perfc::syntax::test::expression;
using perfc::syntax::test::Parsed;
using perfc::syntax::test::statements;

TEST_CASE("E102: a colon for '='") {
  const std::string message = "2:4 E102 expected '=' after 'key', found ':' [write 'key = ...']";
  CHECK(statements("key: value") == message);
  CHECK(statements("key: 5") == message);
  CHECK(statements("key: \"text\", b = 1") == message);
  CHECK(statements("key: [1, 2]\nb = 1") == message);
  CHECK(expression("{ a: 1 }") == "2:10 E102 expected '=' after 'a', found ':' [write 'a = ...']");
  CHECK(expression("f(a: 1)") == "2:10 E102 expected '=' after 'a', found ':' [write 'a = ...']");
}

TEST_CASE("E102 offers the replacement") {
  const Parsed parsed("suite s {\n  key: 5\n}\n");
  REQUIRE(parsed.diags.all().size() == 1);
  REQUIRE(parsed.diags.all()[0].fix.has_value());
  CHECK(parsed.sources.text(parsed.diags.all()[0].fix->edits[0].span) == ":");
  CHECK(parsed.diags.all()[0].fix->edits[0].replacement == " =");
}

TEST_CASE("E103: '==' for '='") {
  CHECK(Parsed("let x == 3\n").errors() == "1:7 E103 '==' compares; '=' gives a value [write '=']");
  CHECK(expression("{ a == 1 }") == "2:11 E103 '==' compares; '=' gives a value [write '=']");
}

TEST_CASE("E104: constants of Python") {
  CHECK(expression("True") == "2:7 E104 'True' is not a value of this language [write true]");
  CHECK(expression("[False, None]") ==
        "2:8 E104 'False' is not a value of this language [write false]\n"
        "2:15 E104 'None' is not a value of this language [write null]");
  CHECK(statements("None = 1") == "assign None 1");
}

TEST_CASE("E105: units") {
  CHECK(expression("90sec") == "2:7 E105 'sec' is not a unit [write 90s]");
  CHECK(expression("16K") == "2:7 E105 'K' is not a unit [write 16Ki]");
  CHECK(expression("[5 + 10minutes]") == "2:12 E105 'minutes' is not a unit [write 10min]");
  CHECK(expression("2GB") == "2:7 E105 'GB' is not a unit [write 2GiB]");
  CHECK(expression("3parsecs") ==
        "2:7 E105 'parsecs' is not a unit [units are ms s min h d (time), B KiB MiB GiB TiB (bytes) and Ki Mi Gi (a "
        "plain number)]");
  CHECK(expression("0x10") ==
        "2:7 E105 'x10' is not a unit [units are ms s min h d (time), B KiB MiB GiB TiB (bytes) and Ki Mi Gi (a plain "
        "number)]");
}

TEST_CASE("E106: numbers that do not fit") {
  CHECK(expression("9223372036854775808") == "2:7 E106 9223372036854775808 does not fit into an int of 64 bits");
  CHECK(expression("99999999999Gi") == "2:7 E106 99999999999Gi does not fit into an int of 64 bits");
  CHECK(expression("9223372036854775807s") ==
        "2:7 E106 9223372036854775807s does not fit into a duration (64 bits of milliseconds)");
  CHECK(expression("9223372036854775807ms1ms") ==
        "2:7 E106 9223372036854775807ms1ms does not fit into a duration (64 bits of milliseconds)");
  CHECK(expression("9000000TiB") == "2:7 E106 9000000TiB does not fit into a byte count of 64 bits");
  CHECK(expression("1e999") == "2:7 E106 1e999 does not fit into a float of 64 bits");
}

TEST_CASE("E107: fractions with a unit") {
  CHECK(expression("1.5h") == "2:7 E107 1.5h has a fraction; a number with a unit is whole [write 90min]");
  CHECK(expression("1.5GiB") == "2:7 E107 1.5GiB has a fraction; a number with a unit is whole [write 1536MiB]");
  CHECK(expression("1.5Ki") == "2:7 E107 1.5Ki has a fraction; a number with a unit is whole [write 1536]");
  CHECK(expression("0.1GiB") ==
        "2:7 E107 0.1GiB has a fraction; a number with a unit is whole [write it in a smaller unit, such as 1h30min or "
        "1536MiB]");
}

TEST_CASE("E108: strings that are not closed") {
  CHECK(
      statements("a = \"abc\nb = 1 2") ==
      "2:5 E108 the string is not closed on its line [close it with \"; a line break inside a string is written \\n]\n"
      "3:7 E101 expected a line break, ',' or '}', found the number 2");
  CHECK(statements("a = ['abc, 'd', 'e]\nb = 1") ==
        "2:13 E101 expected ',' or ']', found the name 'd' {'[' is opened here 2:5}");
  CHECK(statements("a = 'abc") == "2:5 E108 the string is not closed on its line [close it with ']");
  CHECK(
      statements("a = \"abc\\") ==
      "2:5 E108 the string is not closed on its line [close it with \"; a line break inside a string is written \\n]");
  CHECK(
      statements("a = [\"x, 1]\nb = 2") ==
      "2:6 E108 the string is not closed on its line [close it with \"; a line break inside a string is written \\n]");
  CHECK(
      Parsed("use \"abc").errors() ==
      "1:5 E108 the string is not closed on its line [close it with \"; a line break inside a string is written \\n]");
}

TEST_CASE("E108: where a base is a string that is not closed") {
  const std::string close = "E108 the string is not closed on its line [close it with ']";
  CHECK(Parsed("topology t : 'a.yaml { }\nmodel m { }\n").errors() == "1:14 " + close);
  CHECK(Parsed("topology t : 'a.yaml { }\r\nmodel m { dir = 'x' }\r\n").errors() == "1:14 " + close);
}

TEST_CASE("E109: escapes") {
  CHECK(expression(R"("a\qb")") ==
        "2:9 E109 '\\q' is not an escape [escapes are \\n \\t \\r \\\" \\\\ \\$ and \\u{1F600}; write \\\\ for a "
        "backslash]");
  CHECK(expression(R"("\u{D800}")") == "2:8 E109 '\\u{D800}' is not an escape [there is no character of this number]");
  CHECK(expression(R"("\u{110000}")") ==
        "2:8 E109 '\\u{110000}' is not an escape [there is no character of this number]");
  CHECK(expression(R"("\u{fffffffffffff}")") ==
        "2:8 E109 '\\u{fffffffffffff}' is not an escape [there is no character of this number]");
  CHECK(expression(R"("\u12")") ==
        "2:8 E109 '\\u' is not an escape [escapes are \\n \\t \\r \\\" \\\\ \\$ and \\u{1F600}; write \\\\ for a "
        "backslash]");
}

TEST_CASE("E110: operators of other languages") {
  CHECK(expression("a && b") == "2:9 E110 '&&' is not an operator of this language [write 'and']");
  CHECK(expression("a || b") == "2:9 E110 '||' is not an operator of this language [write 'or']");
  CHECK(expression("a | b") == "2:9 E110 '|' is not an operator of this language [write 'or']");
  CHECK(expression("!a") == "2:7 E110 '!' is not an operator of this language [write 'not']");
  CHECK(expression("a and !b") == "2:13 E110 '!' is not an operator of this language [write 'not']");
}

TEST_CASE("E111: elif") {
  CHECK(statements("if a { } elif b { x = 1 2 }\ny = 1") ==
        "2:10 E111 'elif' is not a word of this language [write 'else if']\n"
        "2:25 E101 expected a line break, ',' or '}', found the number 2");
  CHECK(statements("if a {\n}\nelif b {\n}") ==
        "4:1 E111 'elif' is not a word of this language [write 'else if' on the line of the '}' before it]");
}

TEST_CASE("E112: comments of other languages") {
  CHECK(statements("// text\na = 1") == "2:1 E112 '//' does not start a comment [write # for a comment]");
  CHECK(Parsed("// text, with { a brace\nlet x = 1\n").errors() ==
        "1:1 E112 '//' does not start a comment [write # for a comment]");
  CHECK(Parsed("/* text */\n").errors() == "1:1 E112 '/*' does not start a comment [write # for a comment]");
  CHECK(statements("a = 1 // why so") ==
        "2:14 E101 expected a line break, ',' or '}', found the name 'so' ['//' divides; a comment starts with '#']");
}

TEST_CASE("E113: reserved words as names") {
  CHECK(statements("in = 1") ==
        "2:1 E113 expected a field name or '}', found the reserved word 'in' [as a field name it stands in quotes: "
        "\"in\"]");
  CHECK(statements("for = 1") ==
        "2:1 E113 expected a field name, found the reserved word 'for' [as a field name it stands in quotes: \"for\"]");
  CHECK(statements("if = 1") ==
        "2:1 E113 expected a field name, found the reserved word 'if' [as a field name it stands in quotes: \"if\"]");
  CHECK(statements("a = b.not") == "2:7 E113 expected a field name after '.', found the reserved word 'not'");
  CHECK(Parsed("let true = 1\n").errors() == "1:5 E113 expected a name, found the reserved word 'true'");
  CHECK(Parsed("cluster null { }\n").errors() ==
        "1:9 E113 expected the name of the declaration, found the reserved word 'null'");
  CHECK(statements("\"for\" = 1") == "assign for 1");
}

TEST_CASE("E114: quotation marks of word processors") {
  CHECK(statements("a = \u201Cabc\u201D\nb = 1") ==
        "2:5 E114 '\u201C' is not a quotation mark of this language [write \"]");
  CHECK(statements("a = \u2018abc\u2019") == "2:5 E114 '\u2018' is not a quotation mark of this language [write ']");
  CHECK(statements("a = `abc`") == "2:5 E114 '`' is not a quotation mark of this language [write \"]");
}

TEST_CASE("E116: parameters declared twice") {
  CHECK(Parsed("worker w(n: int, m: int, n: int) { }\n").errors() ==
        "1:26 E116 parameter 'n' is declared twice {declared here before 1:10}");
}

TEST_CASE("E117: comparisons and ranges in a chain") {
  CHECK(expression("a < b < c") == "2:13 E117 comparisons cannot be chained [write a < b and b < c for a < b < c]");
  CHECK(expression("a in b == c") == "2:14 E117 comparisons cannot be chained [write a < b and b < c for a < b < c]");
  CHECK(expression("1..2..3") == "2:11 E117 ranges cannot be chained [a range has two ends: write a..b]");
  CHECK(expression("a == not b") ==
        "2:12 E101 expected an operand, found the reserved word 'not' [put parentheses around 'not' and its operand]");
}

TEST_CASE("E118: declarations with a name that would have to be evaluated") {
  CHECK(Parsed("suite \"a${x}\" { }\n").errors() == "1:7 E118 the name of a declaration cannot hold '${}'");
}

TEST_CASE("E119 and E120: words and braces on the wrong line") {
  CHECK(statements("if a {\n}\nelse { b = 1 }\nc = 1") ==
        "4:1 E119 'else' must stand on the line of the '}' before it [write '} else {' on one line]");
  CHECK(Parsed("cluster a\n{\n  x = 1 2\n}\nlet y = 1\n").errors() ==
        "2:1 E120 '{' must stand on the line that it continues {it belongs here 1:10}\n"
        "3:9 E101 expected a line break, ',' or '}', found the number 2");
  CHECK(statements("for x in y\n{\n}\nb = 1") ==
        "3:1 E120 '{' must stand on the line that it continues {it belongs here 2:11}");
  CHECK(statements("server : tp(4)\n{\n}\nb = 1") ==
        "3:1 E120 '{' must stand on the line that it continues {it belongs here 2:15}");
}

TEST_CASE("E101: what to write instead") {
  const auto help = [](std::string_view text) {
    const std::string errors = Parsed(std::string(text)).errors();
    return errors.substr(std::min(errors.find('['), errors.size()));
  };
  CHECK(help("import std.gb200") == "[another file is brought in with 'use std.gb200' or 'use \"path.perf\"']");
  CHECK(help("use std/gb200") ==
        "[the parts of a module's name are joined by '.', as in 'use std.gb200'; a path stands in quotes]");
  CHECK(help("test x with y") == "[tests stand in a suite: suite NAME on CLUSTER { test ... }]");
  CHECK(help("topology t : \"a.yaml\" { }") == "[an existing configuration is the base yaml(\"a.yaml\")]");
  CHECK(help("topology t : 'a.yaml' { }") == "[an existing configuration is the base yaml('a.yaml')]");
  CHECK(help("suite nightly lab { }") == "[a suite says its cluster: suite NAME on CLUSTER { }]");
  CHECK(help("cluster c : d e { }").empty());
  CHECK(help("worker w(n: int) = tp { }") == "[what it starts from follows a ':', and its fields stand in '{ }']");
  CHECK(help("cluster 'a:b' = gb200 { }") == "[what it starts from follows a ':', and its fields stand in '{ }']");
  CHECK(help("cluster c = gb200 { }") == "[what it starts from follows a ':', and its fields stand in '{ }']");
  CHECK(help("suite s on c {\n  for c in 1 2 { }\n}") ==
        "[several values are a list, as in 'for x in [1, 2, 4] { ... }', or a range: 1..4]");
  CHECK(help("topology t { ctx 2 dep(4) { } }") ==
        "[what the role starts from follows a ':', as in 'ctx 1 : dep(4) { ... }']");
  CHECK(help("cluster c { nodes = 2; }") == "[a line break or ',' ends a statement]");
  CHECK(help("let a = b ? 1") == "[a choice is written 'a if condition else b']");
  CHECK(help("a = 3") == "[a constant of the file is written 'let name = value']");
  CHECK(help("let a = 1 // why so") == "['//' divides; a comment starts with '#']");
  CHECK(help("let a = $HOME") ==
        "[a variable of the environment is env(\"NAME\"); a value of the program is written without '$']");
  CHECK(help("cluster c {\n  - a\n}") == "[a list is written on the right of '=', as in name = [a, b]]");
  CHECK(help("suite s on c : { }").empty());
  CHECK(help("suite s on c\n") == "");
  CHECK(help("let a = 5 gb") == "[a unit follows its number without a blank: 5GiB]");
  CHECK(help("model m { dir = 'x' parameters = 3 }") == "[put ',' or a line break between two statements]");
}
