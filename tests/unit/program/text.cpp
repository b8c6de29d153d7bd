#include "compiler/program/text.hpp"

#include <doctest/doctest.h>

using perfc::Text;
using perfc::TextPart;

TEST_CASE("adjacent literals are one part") {
  const Text text = Text("a") + "b" + Text::env("X", "y") + "" + "c";
  REQUIRE(text.parts().size() == 3);
  CHECK(text.parts()[0].text == "ab");
  CHECK(text.parts()[1] == TextPart{TextPart::Kind::env, "X", "y"});
  CHECK(text.parts()[2].text == "c");
  CHECK(Text("ab") == Text("a") + "b");
  CHECK(Text("") == Text());
  CHECK(Text("ab") != Text("a"));
  CHECK(Text::env("X") != Text::env("X", ""));
}

TEST_CASE("a text can be appended to itself, and copies stay as they were") {
  Text text = Text("a") + Text::env("X");
  const Text copy = text;
  text += text;
  CHECK(text.display() == "a${X}a${X}");
  CHECK(copy.display() == "a${X}");
}

TEST_CASE("literal texts have characters") {
  CHECK(Text().literal());
  CHECK(Text().str().empty());
  CHECK(Text("x").str() == "x");
  CHECK_FALSE(Text::env("X").literal());
  CHECK_FALSE((Text("/") + Text::work_dir()).literal());
}

TEST_CASE("run-time parts are shown as variables") {
  CHECK((Text::work_dir() + "/x-" + Text::env("JOB", "0")).display() == "${workDir}/x-${JOB}");
}

TEST_CASE("under: a path below another") {
  Text rest = "untouched";
  CHECK(Text("/data/models/x").under("/data", &rest));
  CHECK(rest == Text("/models/x"));
  CHECK(Text("/data").under("/data", &rest));
  CHECK(rest.empty());
  CHECK(Text("/data/x").under("/data/", &rest));
  CHECK(rest == Text("/x"));
  CHECK(Text("/data").under("/", &rest));
  CHECK(rest == Text("/data"));
  rest = "untouched";
  CHECK_FALSE(Text("/database").under("/data", &rest));
  CHECK_FALSE(Text("/dat").under("/data", &rest));
  CHECK_FALSE(Text("/data").under("", &rest));
  CHECK_FALSE(Text("").under("/data", &rest));
  CHECK(rest == Text("untouched"));
}

TEST_CASE("under: run-time parts match themselves only") {
  const Text root = Text::env("ROOT");
  Text rest;
  CHECK((root + "/a/b").under(root, &rest));
  CHECK(rest == Text("/a/b"));
  CHECK((root + "/a/b").under(root + "/a", &rest));
  CHECK(rest == Text("/b"));
  CHECK((root + "/a" + Text::env("X")).under(root, &rest));
  CHECK(rest == Text("/a") + Text::env("X"));
  CHECK_FALSE((root + "x").under(root));
  CHECK_FALSE((root + Text::env("X")).under(root));
  CHECK_FALSE((root + "/ab").under(root + "/a"));
  CHECK_FALSE((Text::env("ROOT", "/x") + "/a").under(root));
  CHECK_FALSE(Text("/a").under(root));
  CHECK_FALSE((Text("/a") + Text::env("X")).under("/a"));
}
