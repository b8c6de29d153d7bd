#include "compiler/driver/diff.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "temporary.hpp"

using perfc::driver::unified_diff;

namespace {

std::string diff(std::string_view a, std::string_view b) { return unified_diff({"a", a}, {"b", b}); }

}  // namespace

TEST_CASE("equal texts differ in nothing") {
  CHECK(diff("x\ny\n", "x\ny\n").empty());
  CHECK(diff("", "").empty());
}

TEST_CASE("one line among many, with three lines around it") {
  CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
        "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("changes far apart are hunks of their own") {
  CHECK(diff("a\n1\n2\n3\n4\n5\n6\n7\nz\n", "A\n1\n2\n3\n4\n5\n6\n7\nZ\n") ==
        "--- a\n+++ b\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-z\n+Z\n");
}

TEST_CASE("a text that is new or gone") {
  CHECK(unified_diff({"/dev/null", ""}, {"b", "x\ny\n"}) == "--- /dev/null\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y\n");
  CHECK(unified_diff({"a", "x\n"}, {"/dev/null", ""}) == "--- a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
}

TEST_CASE("a last line without its break is told") {
  CHECK(diff("x\ny", "x\ny\n") == "--- a\n+++ b\n@@ -1,2 +1,2 @@\n x\n-y\n\\ No newline at end of file\n+y\n");
}

TEST_CASE("two very different large texts end as one replaced block") {
  std::string a;
  std::string b;
  for (int i = 0; i < 5000; ++i) {
    a += "a" + std::to_string(i) + "\n";
    b += "b" + std::to_string(i) + "\n";
  }
  CHECK(diff(a, b).starts_with("--- a\n+++ b\n@@ -1,5000 +1,5000 @@\n-a0\n"));
}

// patch(1) is the judge: it must make the one text of the other, whatever they are.
TEST_CASE("patch applies what was found between random texts") {
  if (std::system("command -v patch >/dev/null") != 0) {
    MESSAGE("skipped: patch is not installed");
    return;
  }
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same texts every time
  const Temporary folder;
  for (int round = 0; round < 60; ++round) {
    const auto text = [&] {
      std::string result;
      for (auto n = random() % 30; n > 0; --n) result += static_cast<char>('a' + random() % 4) + std::string("\n");
      if (random() % 4 == 0 && !result.empty()) result.pop_back();
      return result;
    };
    const std::string before = text();
    const std::string after = text();
    if (before == after || before.empty() || after.empty()) continue;
    folder.write("file", before);
    folder.write("diff", diff(before, after));
    const std::string call = "cd " + folder.path() + " && patch --quiet --no-backup-if-mismatch --fuzz=0 file diff";
    CAPTURE(before);
    CAPTURE(after);
    REQUIRE(std::system(call.c_str()) == 0);
    CHECK(folder.read("file") == after);
  }
}
