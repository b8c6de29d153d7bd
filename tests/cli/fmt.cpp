// perfc fmt as a process. The layout itself is tested by tests/fmt.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

const char* const kUgly = "use std.gb200\nmodel m {dir=\"x\"   # c\n}\n";
const char* const kNice = "use std.gb200\n\nmodel m {\n  dir = \"x\"  # c\n}\n";
const char* const kWrong = "model m { dir = }\n";
const char* const kDiff =
    "--- a.perf\n+++ a.perf\n@@ -1,3 +1,5 @@\n use std.gb200\n-model m {dir=\"x\"   # c\n+\n+model m {\n+  dir = \"x\" "
    " # "
    "c\n }\n";

struct FmtFixture {
  Temporary folder;
  FmtFixture() {
    folder.write("a.perf", kUgly);
    folder.write("nice.perf", kNice);
    folder.write("wrong.perf", kWrong);
  }
  [[nodiscard]] Outcome perfc(std::vector<std::string> words) const {
    words.insert(words.begin(), "fmt");
    return Run(std::move(words)).in(folder.path()).go();
  }
  [[nodiscard]] Outcome perfc(std::vector<std::string> words, const std::string& input) const {
    words.insert(words.begin(), "fmt");
    return Run(std::move(words)).in(folder.path()).input(input).go();
  }
  [[nodiscard]] struct stat status(const std::string& name) const {
    struct stat found {};
    REQUIRE(::lstat((folder.path() + "/" + name).c_str(), &found) == 0);
    return found;
  }
};

}  // namespace

TEST_CASE_FIXTURE(FmtFixture, "fmt: files that are not in the layout are written, others not touched") {
  const ino_t before = status("nice.perf").st_ino;
  const Outcome first = perfc({"a.perf", "nice.perf"});
  CHECK(first.out == "formatted a.perf\n");
  CHECK(first.err == "perfc: 1 file formatted, 1 file left unchanged\n");
  CHECK(first.status == 0);
  CHECK(folder.read("a.perf") == kNice);
  CHECK(status("nice.perf").st_ino == before);
  const Outcome second = perfc({"a.perf", "nice.perf"});
  CHECK(second.out == "");
  CHECK(second.err == "perfc: 2 files left unchanged\n");
  CHECK(second.status == 0);
}

TEST_CASE_FIXTURE(FmtFixture, "fmt: permissions stay, and what a link points to is written") {
  REQUIRE(::chmod((folder.path() + "/a.perf").c_str(), 0640) == 0);
  std::filesystem::create_symlink("a.perf", folder.path() + "/link.perf");
  CHECK(perfc({"link.perf"}).out == "formatted link.perf\n");
  CHECK(folder.read("a.perf") == kNice);
  CHECK((status("a.perf").st_mode & 07777U) == 0640);
  CHECK(S_ISLNK(status("link.perf").st_mode));
}

TEST_CASE_FIXTURE(FmtFixture, "fmt --check: lists what is not in the layout, writes nothing") {
  const Outcome check = perfc({"--check", "a.perf", "nice.perf", "a.perf"});
  CHECK(check.out == "would format a.perf\nwould format a.perf\n");
  CHECK(check.err == "perfc: 2 files would be formatted, 1 file left unchanged\n");
  CHECK(check.status == 1);
  CHECK(folder.read("a.perf") == kUgly);
  const Outcome fine = perfc({"--check", "nice.perf"});
  CHECK(fine.out == "");
  CHECK(fine.status == 0);
}

TEST_CASE_FIXTURE(FmtFixture, "fmt --diff: shows what would change, writes nothing") {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--diff", "a.perf", "nice.perf"},
                                                std::vector<std::string>{"--diff", "--check", "a.perf", "nice.perf"}}) {
    const Outcome diff = perfc(words);
    CHECK(diff.out == kDiff);
    CHECK(diff.err == "perfc: 1 file would be formatted, 1 file left unchanged\n");
    CHECK(diff.status == 1);
    CHECK(folder.read("a.perf") == kUgly);
  }
  CHECK(perfc({"--diff", "nice.perf"}).out == "");
  CHECK(perfc({"--diff", "nice.perf"}).status == 0);
}

TEST_CASE_FIXTURE(FmtFixture, "fmt -: from standard input to standard output") {
  for (const char* const text : {kUgly, kNice}) {
    const Outcome plain = perfc({"-"}, text);
    CHECK(plain.out == kNice);
    CHECK(plain.err == "");
    CHECK(plain.status == 0);
  }
  CHECK(perfc({"-"}, "").out == "");
  const Outcome check = perfc({"-", "--check"}, kUgly);
  CHECK(check.out == "would format <stdin>\n");
  CHECK(check.status == 1);
  CHECK(perfc({"-", "--check"}, kNice).status == 0);
  const Outcome diff = perfc({"-", "--diff"}, kUgly);
  CHECK(diff.out.starts_with("--- <stdin>\n+++ <stdin>\n@@ -1,3 +1,5 @@\n"));
  CHECK(diff.status == 1);
  const Outcome wrong = perfc({"-"}, kWrong);
  CHECK(wrong.out == "");
  CHECK(wrong.err.starts_with("<stdin>:1:17: error[E101]: expected an expression after '=', found '}'\n"));
  CHECK(wrong.status == 1);
}

TEST_CASE_FIXTURE(FmtFixture, "fmt: a file with errors stays as it is, the others are formatted") {
  folder.write("latin.perf", "model m { dir = \"\xE9\" }\n");
  for (const std::string wrong : {"wrong.perf", "latin.perf"}) {
    folder.write("a.perf", kUgly);
    const std::string text = folder.read(wrong);
    const Outcome outcome = perfc({wrong, "a.perf"});
    CHECK(outcome.out == "formatted a.perf\n");
    CHECK(outcome.err.starts_with(wrong + ":1:1"));
    CHECK(outcome.err.ends_with("perfc: 1 file formatted, 1 file with errors\n"));
    CHECK(outcome.status == 1);
    CHECK(folder.read(wrong) == text);
    CHECK(folder.read("a.perf") == kNice);
  }
}

TEST_CASE_FIXTURE(FmtFixture, "fmt: what cannot be read or written ends with 3, after all others") {
  std::filesystem::create_directory(folder.path() + "/dir.perf");
  for (const std::string missing : {"none.perf", "dir.perf"}) {
    folder.write("a.perf", kUgly);
    const Outcome outcome = perfc({missing, "wrong.perf", "a.perf"});
    CHECK(outcome.out == "formatted a.perf\n");
    CHECK(outcome.err.find("error[E004]: cannot read '" + missing + "'") != std::string::npos);
    CHECK(outcome.err.ends_with("perfc: 1 file formatted, 1 file with errors, 1 file not read or written\n"));
    CHECK(outcome.status == 3);
  }
  // The new text is written beside the old one, for which this name leaves no room.
  const std::string longest = std::string(250, 'a') + ".perf";
  folder.write(longest, kUgly);
  const Outcome outcome = perfc({longest});
  CHECK(outcome.out == "");
  CHECK(outcome.err.find("error[E601]: cannot write '" + longest + "': file name too long\n") != std::string::npos);
  CHECK(outcome.status == 3);
  CHECK(folder.read(longest) == kUgly);
}

TEST_CASE_FIXTURE(FmtFixture, "fmt: wrong usage") {
  CHECK(perfc({}).status == 2);
  const Outcome mixed = perfc({"a.perf", "-"}, "");
  CHECK(mixed.err.starts_with("perfc: '-', standard input, cannot stand among other files\n"));
  CHECK(mixed.status == 2);
  CHECK(perfc({"--chek", "a.perf"}).status == 2);
  CHECK(folder.read("a.perf") == kUgly);
  CHECK(perfc({"--help"}).out.find("--diff") != std::string::npos);
}
