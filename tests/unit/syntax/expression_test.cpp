// Every kind of expression with its exact tree.
#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using namespace perfc::syntax;
using test::expression;

TEST_CASE("numbers") {
  CHECK(expression("768") == "768");
  CHECK(expression("1_024") == "1024");
  CHECK(expression("16Ki") == "16384");
  CHECK(expression("1_6Mi") == "16777216");
  CHECK(expression("2Gi") == "2147483648");
  CHECK(expression("9223372036854775807") == "9223372036854775807");
  CHECK(expression("0.8") == "0.8f");
  CHECK(expression("1e-3") == "0.001f");
  CHECK(expression("1_0.5E+2") == "1050f");
  CHECK(expression("1e-999") == "0f");
}

TEST_CASE("durations, bytes and percents") {
  CHECK(expression("250ms") == "250ms");
  CHECK(expression("90s") == "90000ms");
  CHECK(expression("90min") == "5400000ms");
  CHECK(expression("1h30min") == "5400000ms");
  CHECK(expression("1d2h3min4s5ms") == "93784005ms");
  CHECK(expression("186GiB") == "199715979264B");
  CHECK(expression("1B") == "1B");
  CHECK(expression("3TiB") == "3298534883328B");
  CHECK(expression("5%") == "5%");
  CHECK(expression("[2.5%, 3 %2, (4%)]") == "[2.5% (3 % 2) 4%]");
}

TEST_CASE("a percent sign is modulo when an operand follows") {
  CHECK(expression("7 % 2") == "(7 % 2)");
  CHECK(expression("7%2") == "(7 % 2)");
  CHECK(expression("7% x") == "(7 % x)");
  CHECK(expression("7%(2)") == "(7 % 2)");
  CHECK(expression("7%-2") == "(7 % (- 2))");
  CHECK(expression("(7%\n 2)") == "(7 % 2)");
  CHECK(expression("5% if x else 7%") == "(5% if x else 7%)");
  CHECK(expression("5% + 3") == "(5% + 3)");
  CHECK(expression("5% # comment") == "5%");
  CHECK(test::statements("regression 5%") == "flag regression 5%");
  CHECK(test::statements("p99_ttft regression 5%") == "tolerance p99_ttft 5%");
  CHECK(test::statements("skip regression, x regression") == "flag skip regression; flag x regression");
  CHECK(test::statements("regression 5%, y = 7 % 2") == "flag regression 5%; assign y (7 % 2)");
}

TEST_CASE("words and constants") {
  CHECK(expression("true") == "true");
  CHECK(expression("false") == "false");
  CHECK(expression("null") == "null");
  CHECK(expression("UCX") == "UCX");
  CHECK(expression("truely") == "truely");
  CHECK(expression("iffy") == "iffy");
  CHECK(expression("_x1") == "_x1");
}

TEST_CASE("strings") {
  CHECK(expression(R"("")") == "\"\"");
  CHECK(expression(R"('')") == "\"\"");
  CHECK(expression(R"("text")") == "\"<text>\"");
  CHECK(expression(R"('raw ${x} \n')") == R"("<raw ${x} \n>")");
  CHECK(expression(R"("a\n\t\r\"\\\$b")") == "\"<a\n\t\r\"\\$b>\"");
  CHECK(expression(R"("\u{1F600}\u{e9}\u{20AC}\u{41}")") ==
        "\"<\xF0\x9F\x98\x80\xC3\xA9\xE2\x82\xAC"
        "A>\"");
  CHECK(expression(R"("a ${b} c")") == "\"<a > b < c>\"");
  CHECK(expression(R"("${b}")") == "\"b\"");
  CHECK(expression(R"("${a}${b + 1}")") == "\"a (b + 1)\"");
  CHECK(expression(R"("$5 $${x}$")") == "\"<$5 $> x <$>\"");
  CHECK(expression(R"("x\\${f("in ${y} side")}z")") == R"("<x\> f("<in > y < side>") <z>")");
  CHECK(expression("\"caf\xC3\xA9\"") == "\"<caf\xC3\xA9>\"");
  CHECK(expression("\"a\tb # no comment\"") == "\"<a\tb # no comment>\"");
}

TEST_CASE("lists, maps and calls") {
  CHECK(expression("[]") == "[]");
  CHECK(expression("[1, 2, 4]") == "[1 2 4]");
  CHECK(expression("[1,]") == "[1]");
  CHECK(expression("[\n 1, # one\n\n 2\n]") == "[1 2]");
  CHECK(expression("{}") == "{}");
  CHECK(expression(R"({ UCX_TLS = "cuda_ipc", "odd key" = 1 })") == R"({UCX_TLS="<cuda_ipc>" "<odd key>"=1})");
  CHECK(expression("{ a = 1\n b = { c = 2 },\n}") == "{a=1 b={c=2}}");
  CHECK(expression("dep(4)") == "dep(4)");
  CHECK(expression("f()") == "f()");
  CHECK(expression("f(a, b, name = c,)") == "f(a b name=c)");
  CHECK(expression("f(\n a == 1,\n n = 2 # two\n)") == "f((a == 1) n=2)");
  CHECK(expression("[e for x in xs]") == "[e for x in xs]");
  CHECK(expression("[x * 2 for x in 1..8 if x % 2 == 0]") == "[(x * 2) for x in (1 .. 8) if ((x % 2) == 0)]");
  CHECK(expression("[a if b else c for x in xs]") == "[(a if b else c) for x in xs]");
  CHECK(expression("[[x for x in xs] for y in ys]") == "[[x for x in xs] for y in ys]");
}

TEST_CASE("postfix forms") {
  CHECK(expression("a.b.c") == "a.b.c");
  CHECK(expression("a[0][i + 1].b") == "a[0][(i + 1)].b");
  CHECK(expression("f(x).y") == "f(x).y");
  CHECK(expression("a.model") == "a.model");
  CHECK(expression("(a + b).c") == "(a + b).c");
}

TEST_CASE("precedence, loosest first: if else, or, and, not, comparison, range, sum, product, minus") {
  CHECK(expression("a if b else c if d else e") == "(a if b else (c if d else e))");
  CHECK(expression("a or b and not c == d") == "(a or (b and (not (c == d))))");
  CHECK(expression("a or b or c") == "((a or b) or c)");
  CHECK(expression("not not a") == "(not (not a))");
  CHECK(expression("not a and b") == "((not a) and b)");
  CHECK(expression("a < b + 1..c * 2") == "(a < ((b + 1) .. (c * 2)))");
  CHECK(expression("a - b - c") == "((a - b) - c)");
  CHECK(expression("a / b // c % d") == "(((a / b) // c) % d)");
  CHECK(expression("-a * -b") == "((- a) * (- b))");
  CHECK(expression("- -a.b") == "(- (- a.b))");
  CHECK(expression("2 - -3") == "(2 - (- 3))");
  CHECK(expression("a in b and c not in d") == "((a in b) and (c not in d))");
  CHECK(expression("a <= b") == "(a <= b)");
  CHECK(expression("a >= b or a != b or a > b") == "(((a >= b) or (a != b)) or (a > b))");
  CHECK(expression("(a or b) and c") == "((a or b) and c)");
  CHECK(expression("1..8") == "(1 .. 8)");
  CHECK(expression("1.5..n") == "(1.5f .. n)");
}

TEST_CASE("line breaks are white space inside ( ) and [ ], after operators and after =") {
  CHECK(expression("a +\n b") == "(a + b)");
  CHECK(expression("\n\n a") == "a");
  CHECK(expression("a and # why\n not\n b") == "(a and (not b))");
  CHECK(expression("(a\n + b\n)") == "(a + b)");
  CHECK(expression("(a\n if b\n else c)") == "(a if b else c)");
  CHECK(expression("a if\n b else\n c") == "(a if b else c)");
  CHECK(expression("[{ a = 1\n b = 2 }\n, 3]") == "[{a=1 b=2} 3]");
  CHECK(expression("({ a = (1\n + 2)\n b = 3 })") == "{a=(1 + 2) b=3}");
  CHECK(expression("{ a = 1\n + 2 }") ==
        "3:2 E101 expected a key or '}' to close the map, found '+' {'{' is opened here 2:7}");
}

TEST_CASE("places of expressions") {
  const test::Parsed parsed("suite s { x = (a + b) * f(1) , y = [ 1 ] }");
  REQUIRE(parsed.errors() == "");
  const Statement& x = *parsed.tree.declarations[0]->body->statements[0];
  CHECK(parsed.sources.text(x.value->span) == "(a + b) * f(1)");
  CHECK(parsed.sources.text(x.value->kids[0]->span) == "a + b");
  CHECK(parsed.sources.text(x.value->kids[1]->span) == "f(1)");
  CHECK(parsed.sources.text(x.value->kids[1]->name_span) == "f");
  CHECK(parsed.sources.text(x.span) == "x = (a + b) * f(1)");
  CHECK(parsed.sources.text(x.name_span) == "x");
  const Statement& y = *parsed.tree.declarations[0]->body->statements[1];
  CHECK(parsed.sources.text(y.value->span) == "[ 1 ]");
}
