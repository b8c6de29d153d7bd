// After an error parsing goes on at the next statement or declaration: every error is found, none causes another.
#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using perfc::syntax::test::Parsed;

TEST_CASE("two errors in one body are both reported and the good statements are kept") {
  const Parsed parsed("cluster a {\n  x = 1 2\n  y = 3\n  z = )\n  w { v = }\n  u = 5\n}\n");
  CHECK(parsed.errors() ==
        "2:9 E101 expected a line break, ',' or '}', found the number 2\n"
        "4:7 E101 expected an expression after '=', found ')'\n"
        "5:11 E101 expected an expression after '=', found '}'");
  CHECK(parsed.text() == "cluster a {assign y 3; block w {}; assign u 5}");
}

TEST_CASE("statements of one line are passed over up to their comma") {
  const Parsed parsed("cluster a { x = 1 2, y = 3, z = , w = 4 }\n");
  CHECK(parsed.errors() ==
        "1:19 E101 expected a line break, ',' or '}', found the number 2\n"
        "1:33 E101 expected an expression after '=', found ','");
  CHECK(parsed.text() == "cluster a {assign y 3; assign w 4}");
}

TEST_CASE("parsing goes on at the next declaration") {
  const Parsed parsed("cluster a = 1\nlet x = 2\n5 6\nmodel m { y = 3 }\nlet 5\n");
  CHECK(
      parsed.errors() ==
      "1:11 E101 expected '{' to open the body, found '=' [what it starts from follows a ':', and its fields stand in "
      "'{ }']\n"
      "3:1 E101 expected a declaration such as 'cluster', 'topology' or 'suite', found the number 5\n"
      "5:5 E101 expected a name, found the number 5");
  CHECK(parsed.text() == "let x = 2\nmodel m {assign y 3}");
}

TEST_CASE("the body behind a broken head is read for its own errors") {
  CHECK(Parsed("topology t : = {\n  gen : ; { x = }\n  y = 1 2\n}\n").errors() ==
        "1:14 E101 expected a base after ':', found '='\n"
        "2:7 E102 expected '=' after 'gen', found ':' [write 'gen = ...']\n"
        "2:17 E101 expected an expression after '=', found '}'\n"
        "3:9 E101 expected a line break, ',' or '}', found the number 2");
  CHECK(Parsed("schema s : = {\n  a: int\n  b: \n}\n").errors() ==
        "1:12 E101 expected a base after ':', found '='\n"
        "4:1 E101 expected a type after ':', found '}'");
}

TEST_CASE("brackets around an error are passed over as a whole") {
  const Parsed parsed(
      "cluster a {\n  x = [1, {\n    k 2\n  }, \"]\", # ]\n  3]\n  y = f(1 2,\n    n = 3)\n  z = 4\n}\n");
  CHECK(parsed.errors() ==
        "3:7 E101 expected '=' after the key, found the number 2\n"
        "6:11 E101 expected ',' or ')', found the number 2 [put ',' between two elements] {'(' is opened here 6:8}");
  CHECK(parsed.text() == "cluster a {assign z 4}");
}

TEST_CASE("a bracket that is never closed costs one error") {
  const Parsed parsed("cluster a {\n  x = [1, 2\n  y = 3\n  z = [4]\n}\n\nmodel m { v = (1\n}\nlet w = 5\n");
  CHECK(parsed.errors() ==
        "2:7 E121 '[' is not closed {']' is missing here, as the indentation shows 2:12}\n"
        "7:15 E121 '(' is not closed {')' is missing here, as the indentation shows 7:17}");
  CHECK(parsed.text() == "cluster a {assign x [1 2]; assign y 3; assign z [4]}\nmodel m {assign v 1}\nlet w = 5");
}

TEST_CASE("a list that is never closed at file level does not swallow the next declaration") {
  const Parsed parsed("let x = [1, 2\n\ncluster a {\n  y = 3\n}\n");
  CHECK(parsed.errors() == "1:9 E121 '[' is not closed {']' is missing here, as the indentation shows 1:14}");
  CHECK(parsed.text() == "let x = [1 2]\ncluster a {assign y 3}");
}

TEST_CASE("a brace too many costs one error") {
  const Parsed parsed("cluster a {\n  x { y = 1 } }\n  z = 2\n  w = 3\n}\nlet v = 4\n");
  CHECK(parsed.errors() ==
        "3:5 E101 expected the name of the declaration, found '=' [a constant of the file is written 'let name = "
        "value']");
  CHECK(parsed.text() == "cluster a {block x {assign y 1}}\nlet v = 4");
}

TEST_CASE("a brace too few is one error") {
  CHECK(Parsed("cluster a {\n  x {\n    y = 1\n}\n\nmodel m { }\n").errors() ==
        "2:5 E121 '{' is not closed {'}' is missing here, as the indentation shows 3:10}");
  CHECK(Parsed("cluster a {\nx {\ny = 1\n}\n\nmodel m { }\n").errors() ==
        "1:11 E121 '{' is not closed {'}' is missing here, as the indentation shows 6:12}");
  CHECK(Parsed("cluster a { x { y { z = [1 }\n").errors() ==
        "1:11 E121 '{' is not closed {'}' is missing here, as the indentation shows 2:1}\n"
        "1:15 E121 '{' is not closed {'}' is missing here, as the indentation shows 1:29}\n"
        "1:25 E121 '[' is not closed {']' is missing here, as the indentation shows 1:27}");
}

TEST_CASE("closing brackets that close nothing are passed over") {
  const Parsed parsed("cluster a {\n  x = 1)\n  ) y\n  z = 2]\n  w = 3\n}\n");
  CHECK(parsed.errors() ==
        "2:8 E101 expected a line break, ',' or '}', found ')'\n"
        "3:3 E101 expected a field name or '}', found ')'\n"
        "4:8 E101 expected a line break, ',' or '}', found ']'");
  CHECK(parsed.text() == "cluster a {assign w 3}");
}

TEST_CASE("errors after else and in loops") {
  const Parsed parsed(
      "suite s {\n  if a { x = } else if b { y = 1 2 } else { z = }\n  for c in d { test }\n  w = 1\n}\n");
  CHECK(parsed.errors() ==
        "2:14 E101 expected an expression after '=', found '}'\n"
        "2:34 E101 expected a line break, ',' or '}', found the number 2\n"
        "2:49 E101 expected an expression after '=', found '}'\n"
        "3:21 E101 expected a topology after 'test', found '}'");
  CHECK(parsed.text() == "suite s {if a {} else {if b {} else {}}; for c d {}; assign w 1}");
}

TEST_CASE("what begins at the start of a line inside of a body shows that the body is not closed") {
  CHECK(Parsed("model a {\n  dir = 'x'\nsuite s on c {\n}\n").errors() ==
        "1:9 E121 '{' is not closed {'}' is missing here, as the indentation shows 2:12}");
  // A body of one line, or an indented one, is none of that.
  CHECK(Parsed("model a { dir on }\n").errors().find("missing") == std::string::npos);
  CHECK(Parsed("model a {\n  dir on c\n}\n").errors().find("missing") == std::string::npos);
}
