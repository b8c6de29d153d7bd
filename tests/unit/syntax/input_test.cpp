// Texts that are refused as a whole, and nesting.
#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using perfc::syntax::test::Parsed;

namespace {

std::string times(std::size_t n, const std::string& text) {
  std::string out;
  out.reserve(n * text.size());
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("E001: text that is not UTF-8 names the byte and its place") {
  CHECK(Parsed("let x = 1\nlet y = \"a\xFFz\"\n").errors() == "2:11 E001 byte 0xFF is not valid UTF-8 here");
  CHECK(Parsed("# \xC3").errors() == "1:3 E001 byte 0xC3 is not valid UTF-8 here");
  CHECK(Parsed("# \xC0\xAF").errors() == "1:3 E001 byte 0xC0 is not valid UTF-8 here");
  CHECK(Parsed("# \xE0\x80\x80").errors() == "1:3 E001 byte 0xE0 is not valid UTF-8 here");
  CHECK(Parsed("# \xED\xA0\x80").errors() == "1:3 E001 byte 0xED is not valid UTF-8 here");
  CHECK(Parsed("# \xF4\x90\x80\x80").errors() == "1:3 E001 byte 0xF4 is not valid UTF-8 here");
  CHECK(Parsed("# \xF0\x9F\x98\x80 \xE2\x82\xAC \xC3\xA9\n").errors() == "");
}

TEST_CASE("E002: more than 64 MiB") {
  CHECK(Parsed(std::string((std::size_t{64} << 20U) + 1, '\n')).errors() ==
        "1:1 E002 the file is 65 MiB; inputs over 64 MiB are refused");
  CHECK(Parsed(std::string(std::size_t{64} << 20U, '\n')).errors() == "");
}

TEST_CASE("E115: control characters") {
  CHECK(Parsed(std::string("let x = 1\0\n", 11)).errors() == "1:10 E115 control character U+0000 is not allowed");
  CHECK(Parsed("let x = \"a\x1B[0m\"\n# \x07\nlet y = 2 3\n").errors() ==
        "1:11 E115 control character U+001B is not allowed\n"
        "2:3 E115 control character U+0007 is not allowed\n"
        "3:11 E101 expected a line break after the declaration, found the number 3");
  CHECK(Parsed("let x = 1\rlet y = 2\r").errors() ==
        "1:10 E115 control character U+000D is not allowed [the file has old line ends, carriage returns alone; change "
        "them: tr '\\r' '\\n' < FILE > NEW]");
  CHECK(Parsed("let x = '\x7F'\n").errors() == "1:10 E115 control character U+007F is not allowed");
  CHECK(Parsed("let\tx = 1\r\n").errors() == "");
}

TEST_CASE("256 levels of nesting are accepted") {
  CHECK(Parsed("let x = " + times(256, "[") + times(256, "]")).errors() == "");
  CHECK(Parsed("let x = " + times(256, "(") + "1" + times(256, ")")).errors() == "");
  CHECK(Parsed("s a {" + times(255, "b {") + times(255, "}") + "}").errors() == "");
  CHECK(Parsed("let x = " + times(256, "f(") + times(256, ")")).errors() == "");
  CHECK(Parsed("let x = 1" + times(900, " + 1")).errors() == "");
  CHECK(Parsed("s a { if b { }" + times(254, " else if b { }") + " }").errors() == "");
}

TEST_CASE("E003: more than 256 levels of nesting are one error, however many there are") {
  const std::string body = "suite s {\n";
  for (const std::size_t n : {std::size_t{257}, std::size_t{10'000}, std::size_t{1'000'000}}) {
    CAPTURE(n);
    const std::string deep = " E003 this is nested more than 256 levels deep";
    CHECK(Parsed("let x = " + times(n, "[")).errors() == "1:265" + deep);
    CHECK(Parsed("let x = " + times(n, "[") + times(n, "]")).errors() == "1:265" + deep);
    CHECK(Parsed("let x = " + times(n, "(")).errors() == "1:265" + deep);
    CHECK(Parsed("let x = " + times(n, "{a=")).errors() == "1:777" + deep);
    CHECK(Parsed("let x = " + times(n, "f(")).errors() == "1:522" + deep);
    CHECK(Parsed("let x = y" + times(n, "[0")).errors() == "1:522" + deep);
    CHECK(Parsed("let x = " + times(n, "\"${")).errors() == "1:778" + deep);
    CHECK(Parsed("let x = " + times(n, "a if b else ")).errors() == "1:3083" + deep);
    CHECK(Parsed(body + times(n, "b {")).errors() == "2:768" + deep);
    CHECK(Parsed(body + times(n, "if b {")).errors() == "2:1536" + deep);
    CHECK(Parsed(body + times(n, "for b in c {")).errors() == "2:3072" + deep);
    CHECK(Parsed(body + "if b { }" + times(n, " else if b { }")).errors() == "2:3576" + deep);
    CHECK(Parsed("let x: " + times(n, "list(") + "int = 1").errors() == "1:1292" + deep);
    CHECK(Parsed("schema s { " + times(n, "b {")).errors() == "1:779" + deep);
  }
}

TEST_CASE("long chains of operators are refused before they make a tree that is too high") {
  for (const std::size_t n : {std::size_t{2'000}, std::size_t{1'000'000}}) {
    CAPTURE(n);
    CHECK(Parsed("let x = 1" + times(n, " + 1")).errors() == "1:9 E003 this is nested more than 1000 levels deep");
    CHECK(Parsed("let x = y" + times(n, ".y")).errors() == "1:9 E003 this is nested more than 1000 levels deep");
    CHECK(Parsed("let x = y" + times(n, "[0]")).errors() == "1:9 E003 this is nested more than 1000 levels deep");
    const std::string minus = Parsed("let x = " + times(n, "- ") + "1").errors();
    CHECK(minus.ends_with(" E003 this is nested more than 1000 levels deep"));
    CHECK(minus.find('\n') == std::string::npos);
    CHECK(Parsed("let x = " + times(n, "not ") + "y")
              .errors()
              .ends_with(" E003 this is nested more than 1000 levels deep"));
  }
}

TEST_CASE("a million closing brackets are errors, not a crash") {
  CHECK(Parsed(times(1'000'000, "}")).diags.errors() == 1);
  CHECK(Parsed("let x = " + times(1'000'000, ")")).diags.errors() == 1);
  CHECK(Parsed("suite s { " + times(1'000'000, "]") + "}").diags.errors() == 1);
}
