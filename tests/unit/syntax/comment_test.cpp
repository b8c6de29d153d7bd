// Comments are kept once each; documentation comments go to what stands below them. Line ends and byte-order marks.
#include <doctest/doctest.h>

#include "tests/unit/syntax/dump.hpp"

using perfc::syntax::Comment;
using perfc::syntax::test::Parsed;

namespace {

std::string comments(const Parsed& parsed) {
  std::string out;
  for (const Comment& c : parsed.tree.comments) {
    out += std::string(parsed.sources.text(c.span)) + (c.own_line ? "|own" : "|end") + (c.doc ? "|doc" : "") + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("documentation comments") {
  CHECK(Parsed("## One.\n##  Two.\n##\ncluster a {\n  ## Field.\n  x = 1\n  y = 2\n}\n").result() ==
        "cluster a {assign x 1 doc <Field.>; assign y 2} doc <One.\n Two.\n>");
  CHECK(Parsed("## apart\n\ncluster a { }\n").result() == "cluster a {}");
  CHECK(Parsed("## a\n# plain\ncluster a { }\n").result() == "cluster a {}");
  CHECK(Parsed("### rule\ncluster a { }\n").result() == "cluster a {}");
  CHECK(Parsed("cluster a { x = 1 ## of x\n y = 2 }\n").result() == "cluster a {assign x 1; assign y 2}");
  CHECK(Parsed("## first\n\n## second\ncluster a { }\n").result() == "cluster a {} doc <second>");
  CHECK(Parsed("schema s {\n  ## Doc.\n  a: int\n}").result() == "schema s {option a type int doc <Doc.>}");
}

TEST_CASE("all comments are kept once, in order") {
  CHECK(comments(Parsed(
            "# head\ncluster a { # open\n  x = [1, # one\n    2]  # two\n  ## doc\n  y = (1 # in\n )\n} # end")) ==
        "# head|own\n# open|end\n# one|end\n# two|end\n## doc|own|doc\n# in|end\n# end|end\n");
}

TEST_CASE("comments are kept once also where an error was passed over") {
  const Parsed parsed("cluster a {\n  x = [1 2, # one\n   3] # two\n  y = f(1 # three\n  z = 3 # four\n}\n");
  CHECK(comments(parsed) == "# one|end\n# two|end\n# three|end\n# four|end\n");
}

TEST_CASE("a documentation comment after a passed-over error still belongs to what follows") {
  const Parsed parsed("cluster a {\n  x = 1 2\n  ## Doc.\n  y = 3\n}\n");
  CHECK(parsed.text() == "cluster a {assign y 3 doc <Doc.>}");
}

TEST_CASE("CRLF line ends and a byte-order mark") {
  CHECK(Parsed("\xEF\xBB\xBF# c\r\ncluster a {\r\n  x = [1,\r\n 2] # d\r\n\r\n  y = 1\r\n}\r\n").result() ==
        "cluster a {assign x [1 2]; assign y 1}");
  CHECK(comments(Parsed("## d\r\nlet x = 1 # e\r\n")) == "## d|own|doc\n# e|end\n");
  CHECK(Parsed("\xEF\xBB\xBF## d\r\nlet x = 1").result() == "let x = 1 doc <d>");
}
