// Every kind of syntax error with its whole message, place, help and related places.
#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using perfc::syntax::test::Parsed;
using perfc::syntax::test::statements;

namespace {

// The errors of a declaration or of several.
std::string file(const std::string& text) { return Parsed(text).errors(); }

}  // namespace

TEST_CASE("what was expected and what was found") {
  CHECK(statements("a = }") ==
        "2:5 E101 expected an expression after '=', found '}'\n"
        "3:1 E101 expected a declaration such as 'cluster', 'topology' or 'suite', found '}'");
  CHECK(statements("a = 1 2") == "2:7 E101 expected a line break, ',' or '}', found the number 2");
  CHECK(statements("a = 1 1.5e3") == "2:7 E101 expected a line break, ',' or '}', found the number 1.5e3");
  CHECK(statements("a = b c") == "2:7 E101 expected a line break, ',' or '}', found the name 'c'");
  CHECK(statements("a = b \"c d\"") == "2:7 E101 expected a line break, ',' or '}', found a string");
  CHECK(statements("a = (1 + )") == "2:10 E101 expected an operand, found ')'");
  CHECK(statements("a @") == "2:3 E101 expected '=', '{' or a value after the field name, found '@'");
  CHECK(statements("a += ,") == "2:6 E101 expected an expression after '+=', found ','");
  CHECK(statements("a < ]") == "2:5 E101 expected an expression after the comparison, found ']'");
  CHECK(statements("5 = a") == "2:1 E101 expected a field name or '}', found the number 5");
  CHECK(statements("a = b.") == "2:7 E101 expected a field name after '.', found end of line");
  CHECK(statements("a = b.5") == "2:7 E101 expected a field name after '.', found the number 5");
  CHECK(statements("a = b not c") == "2:11 E101 expected 'in' after 'not', found the name 'c'");
  CHECK(statements("a = b not inside") == "2:11 E101 expected 'in' after 'not', found the name 'inside'");
  CHECK(statements("a = b if c") == "2:11 E101 expected 'else' and the other value, found end of line");
  CHECK(statements("a = b if") == "3:1 E101 expected a condition after 'if', found '}'");
  CHECK(statements("a = b if c else ]") == "2:17 E101 expected an expression after 'else', found ']'");
  CHECK(statements("a = \"${}\"") == "2:8 E101 expected an expression after '${', found '}'");
  CHECK(statements("a = \"${b c}\"") ==
        "2:10 E101 expected '}' to close '${', found the name 'c' {'${' is opened here 2:6}");
  CHECK(statements("a = -") == "3:1 E101 expected an operand, found '}'");
  CHECK(statements("a = 1 ; b = 2") ==
        "2:7 E101 expected a line break, ',' or '}', found ';' [a line break or ',' ends a statement]");
  CHECK(statements("a = b ? 1") ==
        "2:7 E101 expected a line break, ',' or '}', found '?' [a choice is written 'a if condition else b']");
  CHECK(statements("a = 1 \xC3\xA9") == "2:7 E101 expected a line break, ',' or '}', found '\xC3\xA9'");
  CHECK(statements("a =\nb = 2") == "2:4 E101 expected an expression after '=', found end of line");
}

TEST_CASE("brackets that are not closed are shown where they were opened") {
  CHECK(statements("a = [1, 2") == "2:5 E121 '[' is not closed {']' is missing here, as the indentation shows 2:10}");
  CHECK(statements("a = [1,") == "2:5 E121 '[' is not closed {']' is missing here, as the indentation shows 2:8}");
  CHECK(statements("a = [1, 2\nb = 3\nc 5 6") ==
        "2:5 E121 '[' is not closed {']' is missing here, as the indentation shows 2:10}\n"
        "4:5 E101 expected a line break, ',' or '}', found the number 6");
  CHECK(statements("a = f(1, (2)\nb = 3") ==
        "2:6 E121 '(' is not closed {')' is missing here, as the indentation shows 2:13}");
  CHECK(statements("a = (1 + 2\nb = 3") ==
        "2:5 E121 '(' is not closed {')' is missing here, as the indentation shows 2:11}");
  CHECK(statements("a = b[1\nc = 3") ==
        "2:6 E121 '[' is not closed {']' is missing here, as the indentation shows 2:8}");
  CHECK(statements("a = [{ b = 1 ]\nc = 2") ==
        "2:6 E121 '{' is not closed {'}' is missing here, as the indentation shows 2:13}");
  CHECK(file("cluster a {\n  b {\n    c = 1\n  }\n") ==
        "1:11 E121 '{' is not closed {'}' is missing here, as the indentation shows 4:4}");
  CHECK(file("let x = { a = 1") == "1:9 E121 '{' is not closed {'}' is missing here, as the indentation shows 1:16}");
  CHECK(file("worker w(n: int") == "1:16 E101 expected ',' or ')', found end of file {'(' is opened here 1:9}");
  CHECK(file("let x = [1") == "1:9 E121 '[' is not closed {']' is missing here, as the indentation shows 1:11}");
}

TEST_CASE("statements with words of their own") {
  CHECK(statements("for x of y { }") == "2:7 E101 expected 'in' after the variable, found the name 'of'");
  CHECK(statements("for x in { }") == "2:10 E101 expected an expression after 'in', found '{'");
  CHECK(statements("for x in y") == "2:11 E101 expected '{' to open the body of the loop, found end of line");
  CHECK(statements("for 1 in y { }") == "2:5 E101 expected a variable name after 'for', found the number 1");
  CHECK(statements("if { }") == "2:4 E101 expected a condition after 'if', found '{'");
  CHECK(statements("if x == { a = 1 } { }") == "2:9 E101 expected an operand, found '{'");
  CHECK(statements("if x a = 1") == "2:6 E101 expected '{' to open the body of the condition, found the name 'a'");
  CHECK(statements("if x { } else y = 1") == "2:15 E101 expected 'if' or '{' after 'else', found the name 'y'");
  CHECK(statements("unset 5") == "2:7 E101 expected a field name after 'unset', found the number 5");
  CHECK(statements("require , \"m\"") == "2:9 E101 expected a condition after 'require', found ','");
  CHECK(statements("require a") == "2:10 E101 expected ',' and a reason in quotes, found end of line");
  CHECK(statements("require a, }") ==
        "2:12 E101 expected a reason in quotes, found '}'\n"
        "3:1 E101 expected a declaration such as 'cluster', 'topology' or 'suite', found '}'");
  CHECK(statements("allow \"x\", \"y\"") == "2:7 E101 expected the name of a lint rule after 'allow', found a string");
  CHECK(statements("test") == "2:5 E101 expected a topology after 'test', found end of line");
  CHECK(statements("test a with") == "2:12 E101 expected a benchmark after 'with', found end of line");
  CHECK(statements("test a as {}") == "2:11 E101 expected a name in quotes after 'as', found '{'");
  CHECK(statements("ctx 1 : dep(4)") == "2:15 E101 expected '{' to open the body, found end of line");
  CHECK(statements("ctx : 4 { }") == "2:5 E102 expected '=' after 'ctx', found ':' [write 'ctx = ...']");
  CHECK(statements("ctx 1 : = { }") == "2:9 E101 expected a base after ':', found '='");
  CHECK(statements("a = [x for 1 in y]") == "2:12 E101 expected a variable name after 'for', found the number 1");
  CHECK(statements("a = [x for y of z]") == "2:14 E101 expected 'in' after the variable, found the name 'of'");
  CHECK(statements("a = [x for y in ]") == "2:17 E101 expected an expression after 'in', found ']'");
  CHECK(statements("a = [x for y in z if ]") == "2:22 E101 expected a condition after 'if', found ']'");
  CHECK(statements("a = [x for y in z, w]") == "2:18 E101 expected 'if' or ']', found ',' {'[' is opened here 2:5}");
  CHECK(statements("a = f(b = )") == "2:11 E101 expected an expression after '=', found ')'");
  CHECK(statements("a = f(=)") == "2:7 E101 expected an argument or ')', found '='");
  CHECK(statements("a = ()") == "2:6 E101 expected an expression after '(', found ')'");
  CHECK(statements("a = b[]") == "2:7 E101 expected an expression after '[', found ']'");
  CHECK(statements("a = { b 1 }") == "2:9 E101 expected '=' after the key, found the number 1");
  CHECK(statements("a = { b = }") == "2:11 E101 expected an expression after '=', found '}'");
}

TEST_CASE("declarations") {
  CHECK(file("cluster") == "1:8 E101 expected the name of the declaration, found end of file");
  CHECK(file("cluster {") == "1:9 E101 expected the name of the declaration, found '{'");
  CHECK(file("5\n") == "1:1 E101 expected a declaration such as 'cluster', 'topology' or 'suite', found the number 5");
  CHECK(file("foo = 3\n") ==
        "1:5 E101 expected the name of the declaration, found '=' [a constant of the file is written 'let name = "
        "value']");
  CHECK(file("cluster a\n") == "1:10 E101 expected '{' to open the body, found end of line");
  CHECK(file("suite s on { }\n") == "1:12 E101 expected a cluster after 'on', found '{'");
  CHECK(file("cluster a : { }\n") == "1:13 E101 expected a base after ':', found '{'");
  CHECK(file("cluster a { } cluster b { }\n") ==
        "1:15 E101 expected a line break after the declaration, found the name 'cluster'");
  CHECK(file("use 5\n") ==
        "1:5 E101 expected a module such as 'std.trtllm' or a path in quotes after 'use', found the number 5");
  CHECK(file("use std.\n") == "1:9 E101 expected a module name after '.', found end of line");
  CHECK(file("let = 3\n") == "1:5 E101 expected a name, found '='");
  CHECK(file("let x\n") == "1:6 E101 expected '=' and a value, found end of line");
  CHECK(file("let x: = 3\n") == "1:8 E101 expected a type after ':', found '='");
  CHECK(file("let x = \n") == "2:1 E101 expected an expression after '=', found end of file");
  CHECK(file("param p = 3\n") == "1:9 E101 expected ':' and a type, found '='");
  CHECK(file("worker w(5) { }\n") == "1:10 E101 expected a parameter name or ')', found the number 5");
  CHECK(file("worker w(n) { }\n") == "1:11 E101 expected ':' and a type after the parameter name, found ')'");
  CHECK(file("worker w(n: 5) { }\n") == "1:13 E101 expected a type after ':', found the number 5");
  CHECK(file("worker w(n: int = ) { }\n") == "1:19 E101 expected an expression after '=', found ')'");
  CHECK(file("worker w(n: int m: int) { }\n") ==
        "1:17 E101 expected ',' or ')', found the name 'm' [put ',' between two elements] {'(' is opened here 1:9}");
  CHECK(file("schema s\n") == "1:9 E101 expected '{' to open the body of the schema, found end of line");
  CHECK(file("schema s {\n  a = 3\n  5\n}\n") ==
        "2:5 E101 expected ':' and a type, or '{', after the option name, found '='\n"
        "3:3 E101 expected an option name or '}', found the number 5");
  CHECK(file("schema s { a: int = }\n") == "1:21 E101 expected an expression after '=', found '}'");
  CHECK(file("let x: int() = 3\n") == "1:12 E101 expected a range such as 1..8, found ')'");
  CHECK(file("let x: int(1) = 3\n") == "1:13 E101 expected '..', found ')'");
  CHECK(file("let x: int(..) = 3\n") == "1:14 E101 expected the upper end of the range, found ')'");
  CHECK(file("let x: int(1..2 = 3\n") ==
        "1:17 E101 expected ')' to close the type, found '=' {'(' is opened here 1:11}");
  CHECK(file("let x: enum() = 3\n") == "1:13 E101 expected a member of the enumeration, found ')'");
  CHECK(file("let x: enum(a b) = 3\n") ==
        "1:15 E101 expected ',' or ')', found the name 'b' [put ',' between two elements] {'(' is opened here 1:12}");
  CHECK(file("let x: list(3) = 3\n") == "1:13 E101 expected a type, found the number 3");
  CHECK(file("let x: a | 3 = 3\n") == "1:12 E101 expected a type after '|', found the number 3");
}
