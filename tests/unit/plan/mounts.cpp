#include "compiler/plan/mounts.hpp"

#include <doctest/doctest.h>

#include "compiler/plan/paths.hpp"
#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

std::string inside(const std::vector<Text>& mounts, const Text& path) {
  Diagnostics diags;
  Mounts all;
  for (const Text& mount : mounts) all.add(mount, {}, diags);
  const std::optional<Text> found = all.inside(path);
  return found ? found->display() : "(none)";
}

std::string refused(const Text& mount) {
  Diagnostics diags;
  Mounts all;
  all.add(mount, {0, 3, 4}, diags);
  return diags.all().empty() ? "" : diags.all()[0].message;
}

}  // namespace

TEST_CASE("split and join look into literals only") {
  CHECK(shown(split(Text("a:") + Text::env("X", "p:q") + ":c", ':')) == std::vector<std::string>{"a", "${X}", "c"});
  CHECK(shown(split("", ':')) == std::vector<std::string>{""});
  CHECK(join({"a", Text::env("X"), "c"}, ",") == Text("a,") + Text::env("X") + ",c");
  CHECK(join({}, ",").empty());
}

TEST_CASE("paths without the slash at their end") {
  CHECK(without_trailing_slash("/data//") == Text("/data"));
  CHECK(without_trailing_slash("/") == Text("/"));
  CHECK(without_trailing_slash(Text::env("X") + "/") == Text::env("X"));
  CHECK(without_trailing_slash("") == Text());
  CHECK(may_be_absolute(Text::env("X")));
  CHECK_FALSE(may_be_absolute("-rf"));
  CHECK_FALSE(may_be_absolute(""));
}

TEST_CASE("the longest mount decides what the container sees") {
  const std::vector<Text> mounts = {"/lustre:/l", "/lustre/models/:/data/", "/scratch",
                                    Text::env("REPO") + ":/repo:ro"};
  CHECK(inside(mounts, "/lustre/models/r1") == "/data/r1");
  CHECK(inside(mounts, "/lustre/models") == "/data");
  CHECK(inside(mounts, "/lustre/other") == "/l/other");
  CHECK(inside(mounts, "/scratch/x") == "/scratch/x");
  CHECK(inside(mounts, Text::env("REPO") + "/tests") == "/repo/tests");
  CHECK(inside(mounts, Text::env("OTHER") + "/tests") == "(none)");
  CHECK(inside(mounts, "/lustres") == "(none)");
  CHECK(inside({"/a:/"}, "/a/b") == "/b");
  CHECK(inside({"/a:/"}, "/a") == "/");
  CHECK(inside({"/:/host"}, "/a/b") == "/host/a/b");
}

TEST_CASE("mounts that cannot be read") {
  CHECK(refused("/a:/b,/c:/d") == "mount '/a:/b,/c:/d' holds a comma, at which the next mount would begin");
  CHECK(refused("/a:/b:ro:x") == "mount '/a:/b:ro:x' has more than source, target and flags");
  CHECK(refused(":/b") == "mount ':/b' lacks a source or a target");
  CHECK(refused("/a:") == "mount '/a:' lacks a source or a target");
  CHECK(refused("") == "mount '' lacks a source or a target");
  CHECK(refused("a:/b") == "mount 'a:/b' does not begin with an absolute path");
  CHECK(refused("/a:/b:ro").empty());
  CHECK(refused("/a").empty());
}
