// Missing brackets: one error each, where the indentation shows it, and the rest is read as if they were there.
#include "compiler/syntax/brackets.hpp"

#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using perfc::syntax::mend_brackets;
using perfc::syntax::original_offset;
using perfc::syntax::test::Parsed;

namespace {

void check(const std::string& text, const std::string& errors, const std::string& read) {
  const Parsed parsed(text);
  CHECK(parsed.errors() == errors);
  CHECK(parsed.text() == read);
}

}  // namespace

TEST_CASE("a body that is not closed is named, and what follows is read") {
  check("model a {\n  x = 1\n\nmodel b { y = 2 }\n",
        "1:9 E121 '{' is not closed {'}' is missing here, as the indentation shows 2:8}",
        "model a {assign x 1}\nmodel b {assign y 2}");
  check("model a {\n  x {\n    y = 1\n  z = 2\n}\n",
        "2:5 E121 '{' is not closed {'}' is missing here, as the indentation shows 3:10}",
        "model a {block x {assign y 1}; assign z 2}");
  check("model a {\n  x { y = 1\n  z = 2\n}\n",
        "2:5 E121 '{' is not closed {'}' is missing here, as the indentation shows 2:12}",
        "model a {block x {assign y 1}; assign z 2}");
  check("model a {\n  x = 1\n", "1:9 E121 '{' is not closed {'}' is missing here, as the indentation shows 2:8}",
        "model a {assign x 1}");
}

TEST_CASE("a body that is not opened") {
  check("model a\n  x = 1\n}\n", "1:8 E101 expected '{' to open the body, found end of line", "model a {assign x 1}");
  check("model a {\n  x  # comment\n    y = 1\n  }\n  z = 2\n}\n",
        "2:4 E101 expected '{' to open the body, found end of line", "model a {block x {assign y 1}; assign z 2}");
  check("model a {\n  x y = 1, z = 2 }\n  w = 3\n}\n", "2:4 E101 expected '{' to open the body, found the name 'y'",
        "model a {block x {assign y 1; assign z 2}; assign w 3}");
}

TEST_CASE("a list that is not opened or not closed") {
  check("model a {\n  x = 1, 2, 3]\n  y = 4\n}\n", "2:6 E101 expected '[' to open the list, found the number 1",
        "model a {assign x [1 2 3]; assign y 4}");
  check("model a {\n  x { y = true, z = 1, 2] }\n}\n", "2:20 E101 expected '[' to open the list, found the number 1",
        "model a {block x {assign y true; assign z [1 2]}}");
  check("model a {\n  x = [1, 2\n  y = 4\n}\n",
        "2:7 E121 '[' is not closed {']' is missing here, as the indentation shows 2:12}",
        "model a {assign x [1 2]; assign y 4}");
  check("model a {\n  x { y = [1, 2 }\n}\n",
        "2:11 E121 '[' is not closed {']' is missing here, as the indentation shows 2:16}",
        "model a {block x {assign y [1 2]}}");
}

TEST_CASE("several at once, with other errors beside them") {
  check("model a {\n  x {\n    y = = 1\n  z = 2\n\nmodel b\n  z = [1, 2\n}\n",
        "1:9 E121 '{' is not closed {'}' is missing here, as the indentation shows 4:8}\n"
        "2:5 E121 '{' is not closed {'}' is missing here, as the indentation shows 3:12}\n"
        "6:8 E101 expected '{' to open the body, found end of line\n"
        "7:7 E121 '[' is not closed {']' is missing here, as the indentation shows 7:12}\n"
        "3:9 E101 expected an expression after '=', found '='",
        "model a {block x {}; assign z 2}\nmodel b {assign z [1 2]}");
}

TEST_CASE("what has no bracket missing is left to the parser") {
  CHECK_FALSE(mend_brackets("model a {\n  x = \"{ [\"  # } ]\n  y = '${'\n}\n"));
  CHECK_FALSE(mend_brackets("model a { x = 1) }\n"));
  CHECK_FALSE(mend_brackets(""));
}

TEST_CASE("a bracket that is too much is not said to be open as well") {
  CHECK(Parsed("model a {\n  x = 1\n}\nmod{el b {\n  z: 2\n}\n").errors() ==
        "4:4 E101 expected the name of the declaration, found '{'\n"
        "5:4 E102 expected '=' after 'z', found ':' [write 'z = ...']");
}

TEST_CASE("a body without a name that is not opened is left to the parser") {
  CHECK_FALSE(mend_brackets("model a {\n  = 1 }\n  x = [2\n}\n"));
  CHECK_FALSE(mend_brackets("model a {\n= 1 }\nx = [2\n}\n"));
}

TEST_CASE("where there is no white space to replace, brackets are put in, and other errors keep their places") {
  CHECK(Parsed("model a {\n  x {\n    y = 1\nmodel b { z: 2 }\n").errors() ==
        "1:9 E121 '{' is not closed {'}' is missing here, as the indentation shows 4:1}\n"
        "2:5 E121 '{' is not closed {'}' is missing here, as the indentation shows 3:10}\n"
        "4:12 E102 expected '=' after 'z', found ':' [write 'z = ...']");
  const auto mended = mend_brackets("model a {\nx = [1\ny = 2\n}\n");
  REQUIRE(mended);
  CHECK(mended->text == "model a {\nx = [1]\ny = 2\n}\n");
  CHECK(mended->put_in == std::vector<std::uint32_t>{16});
  CHECK(original_offset(*mended, 16) == 16);
  CHECK(original_offset(*mended, 17) == 16);
}

TEST_CASE("a mended text has each byte at its place") {
  const std::string text = "model a {\r\n  x = [1\r\n  y = 1\r\n\r\nmodel b { }\r\n";
  const auto mended = mend_brackets(text);
  REQUIRE(mended);
  CHECK(mended->text.size() == text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (mended->text[i] != text[i]) CHECK(std::string("\r\n ").find(text[i]) != std::string::npos);
  }
}
