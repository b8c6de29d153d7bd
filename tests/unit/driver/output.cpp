#include "compiler/driver/output.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/signals.hpp"
#include "temporary.hpp"

using namespace perfc;
using namespace perfc::driver;

namespace {

using TextFiles = std::map<std::string, std::string>;

std::string manifest(const std::vector<std::string>& folders) {
  std::string text;
  for (const std::string& folder : folders) {
    text += (text.empty() ? "" : ",") + std::string(R"({"files":[{"path":")") + folder + R"(/launch.sh"},{"path":")" +
            folder + R"(/config.yaml"}]})";
  }
  return R"({"tests":[)" + text + "]}\n";
}

// Each folder gets launch.sh, which holds `text`, and config.yaml; the suite a run.sh and its manifest.
SuiteOutput suite(const std::string& name, const std::vector<std::string>& folders, const std::string& text) {
  SuiteOutput output;
  output.name = name;
  output.folders = folders;
  output.folder_files = [folders, text](std::size_t i) {
    return std::vector<Artefact>{{folders[i] + "/launch.sh", text, true},
                                 {folders[i] + "/config.yaml", folders[i] + "\n", false}};
  };
  output.suite_files = [] { return std::vector<Artefact>{{"run.sh", "run\n", true}}; };
  output.manifest = [folders] { return Artefact{"manifest.json", manifest(folders), false}; };
  return output;
}

struct OutputFixture {
  Temporary folder;
  OutputOptions options{folder.path("out"), 2, true};

  OutputResult write(const std::vector<SuiteOutput>& suites) const { return write_output(suites, options); }
};

std::filesystem::file_time_type written(const Temporary& folder, const std::string& path) {
  return std::filesystem::last_write_time(folder.path(path));
}

}  // namespace

TEST_CASE_FIXTURE(OutputFixture, "a fresh folder gets everything, scripts may be run") {
  const OutputResult result = write({suite("s", {"a", "b"}, "x\n")});
  CHECK(folder.tree() == TextFiles{{"out/", ""},
                                   {"out/s/", ""},
                                   {"out/s/a/", ""},
                                   {"out/s/a/config.yaml", "a\n"},
                                   {"out/s/a/launch.sh", "x\n"},
                                   {"out/s/b/", ""},
                                   {"out/s/b/config.yaml", "b\n"},
                                   {"out/s/b/launch.sh", "x\n"},
                                   {"out/s/manifest.json", manifest({"a", "b"})},
                                   {"out/s/run.sh", "run\n"}});
  CHECK(result.files == 6);
  CHECK(result.changed == 6);
  CHECK(::access(folder.path("out/s/a/launch.sh").c_str(), X_OK) == 0);
  struct stat status {};
  REQUIRE(::stat(folder.path("out/s/a/config.yaml").c_str(), &status) == 0);
  CHECK((status.st_mode & 0111U) == 0);
}

TEST_CASE_FIXTURE(OutputFixture, "a second build changes nothing, not even times") {
  write({suite("s", {"a"}, "x\n")});
  const auto before = written(folder, "out/s/a/launch.sh");
  std::filesystem::last_write_time(folder.path("out/s/a/launch.sh"), before - std::chrono::hours(1));
  const OutputResult result = write({suite("s", {"a"}, "x\n")});
  CHECK(result.files == 4);
  CHECK(result.changed == 0);
  CHECK(written(folder, "out/s/a/launch.sh") == before - std::chrono::hours(1));
}

TEST_CASE("what differs is replaced, what is no more is removed, what is foreign stays") {
  for (const bool swap : {true, false}) {
    CAPTURE(swap);
    const OutputFixture fixture;
    const Temporary& folder = fixture.folder;
    OutputOptions options = fixture.options;
    options.swap = swap;
    write_output({suite("s", {"a", "b", "c"}, "x\n"), suite("other", {"o"}, "x\n")}, options);
    folder.write("out/s/notes.txt", "mine\n");
    folder.write("out/s/c/results.csv", "mine\n");
    folder.write("out/s/a/config.yaml", "changed by hand\n");
    std::filesystem::permissions(folder.path("out/s/a/launch.sh"), std::filesystem::perms::owner_read);
    const OutputResult result = write_output({suite("s", {"a", "d"}, "x\n")}, options);
    TextFiles expected{{"", ""}};
    expected = {{"a/", ""},
                {"a/config.yaml", "a\n"},
                {"a/launch.sh", "x\n"},
                {"c/", ""},
                {"c/results.csv", "mine\n"},
                {"d/", ""},
                {"d/config.yaml", "d\n"},
                {"d/launch.sh", "x\n"},
                {"manifest.json", manifest({"a", "d"})},
                {"notes.txt", "mine\n"},
                {"run.sh", "run\n"}};
    CHECK(folder.tree("out/s") == expected);
    CHECK(std::filesystem::exists(folder.path("out/other/o/launch.sh")));
    CHECK(::access(folder.path("out/s/a/launch.sh").c_str(), X_OK) == 0);
    CHECK(result.suites[0].folders == std::vector{FolderState::changed, FolderState::fresh});
    CHECK(result.suites[0].removed ==
          std::vector<std::string>{"s/b/config.yaml", "s/b/launch.sh", "s/c/config.yaml", "s/c/launch.sh"});
    CHECK(result.changed == 5);  // a: both, d: both, the manifest
  }
}

TEST_CASE_FIXTURE(OutputFixture, "a failure while writing leaves everything as it was") {
  SuiteOutput failing = suite("s", {"a", "b"}, "new\n");
  failing.suite_files = []() -> std::vector<Artefact> { throw IoError{"out/s/run.sh", ENOSPC}; };
  CHECK_THROWS_AS(write({failing}), IoError);
  CHECK(folder.tree().empty());  // not even the folder that had to be made
  write({suite("s", {"a"}, "old\n")});
  const TextFiles before = folder.tree();
  CHECK_THROWS_AS(write({failing}), IoError);
  CHECK(folder.tree() == before);
}

TEST_CASE_FIXTURE(OutputFixture, "a failure while moving into place is taken back") {
  for (const bool swap : {true, false}) {
    CAPTURE(swap);
    options.swap = swap;
    write({suite("s", {"a", "b"}, "old\n")});
    const TextFiles before = folder.tree();
    // The second suite's folder appears between staging and the move, as if somebody else had made it.
    SuiteOutput late = suite("t", {"a"}, "x\n");
    late.suite_files = [this]() -> std::vector<Artefact> {
      folder.write("out/t/theirs", "theirs\n");
      return {};
    };
    CHECK_THROWS_AS(write({suite("s", {"a", "c"}, "new\n"), late}), IoError);
    CHECK(folder.read("out/t/theirs") == "theirs\n");
    std::filesystem::remove_all(folder.path("out/t"));
    CHECK(folder.tree() == before);
  }
}

TEST_CASE_FIXTURE(OutputFixture, "a signal takes everything back") {
  write({suite("s", {"a"}, "old\n")});
  const TextFiles before = folder.tree();
  SuiteOutput interrupted = suite("s", {"a"}, "new\n");
  interrupted.suite_files = []() -> std::vector<Artefact> {
    std::raise(SIGTERM);
    return {};
  };
  CHECK_THROWS_AS(write({interrupted}), Interrupted);
  CHECK(folder.tree() == before);
}

TEST_CASE_FIXTURE(OutputFixture, "one build at a time") {
  write({suite("s", {"a"}, "old\n")});
  const TextFiles before = folder.tree();
  const Fd other(::open(options.dir.c_str(), O_RDONLY | O_DIRECTORY));
  REQUIRE(::flock(other.get(), LOCK_EX) == 0);
  CHECK_THROWS_AS(write({suite("s", {"a"}, "new\n")}), OutputBusy);
  CHECK(folder.tree() == before);
}

TEST_CASE_FIXTURE(OutputFixture, "what a killed build left is cleared away") {
  folder.write("out/.perfc-1/s/a/launch.sh", "half\n");
  write({suite("s", {"a"}, "x\n")});
  CHECK_FALSE(std::filesystem::exists(folder.path("out/.perfc-1")));
}

TEST_CASE_FIXTURE(OutputFixture, "places where no folder can be") {
  const auto reason = [&](const std::string& dir) {
    options.dir = dir;
    try {
      write({suite("s", {"a"}, "x\n")});
    } catch (const IoError& error) {
      return error.path + ": " + reason_text(error.reason);
    }
    return std::string("written");
  };
  folder.write("file", "x");
  CHECK(reason(folder.path("file")) == folder.path("file") + ": not a directory");
  CHECK(reason(folder.path("file/sub")) == folder.path("file/sub") + ": not a directory");
  CHECK(reason("/proc/perfc") == "/proc/perfc: no such file or directory");
  const std::string longest = folder.path(std::string(300, 'x'));
  CHECK(reason(longest) == longest + ": file name too long");
  folder.write("out/s", "a file\n");
  CHECK(reason(folder.path("out")) == folder.path("out/s") + ": not a directory");
  CHECK(folder.tree() == TextFiles{{"file", "x"}, {"out/", ""}, {"out/s", "a file\n"}});
}

TEST_CASE_FIXTURE(OutputFixture, "links are not followed") {
  folder.write("elsewhere/launch.sh", "theirs\n");
  write({suite("s", {"a"}, "x\n")});
  std::filesystem::remove_all(folder.path("out/s/a"));
  std::filesystem::create_directory_symlink(folder.path("elsewhere"), folder.path("out/s/a"));
  CHECK_THROWS_AS(write({suite("s", {"a"}, "new\n")}), IoError);
  std::filesystem::remove(folder.path("out/s/a"));
  folder.write("out/s/a/config.yaml", "a\n");
  std::filesystem::create_symlink(folder.path("elsewhere/launch.sh"), folder.path("out/s/a/launch.sh"));
  write({suite("s", {"a"}, "new\n")});
  CHECK(folder.read("elsewhere/launch.sh") == "theirs\n");
  CHECK(folder.tree("out/s").at("a/launch.sh") == "new\n");
}

TEST_CASE_FIXTURE(OutputFixture, "a manifest from elsewhere removes nothing outside of the suite") {
  write({suite("s", {"a"}, "x\n")});
  folder.write("out/precious", "mine\n");
  folder.write("out/s/precious", "mine\n");
  folder.write(
      "out/s/manifest.json",
      R"({"tests":[{"files":[{"path":"../precious"},{"path":"precious"},{"path":"a/../precious"},{"path":"/etc/x"},{}]},7]})");
  const OutputResult result = write({suite("s", {"a"}, "x\n")});
  CHECK(result.removed == 0);
  CHECK(folder.read("out/precious") == "mine\n");
  CHECK(folder.read("out/s/precious") == "mine\n");
}

TEST_CASE_FIXTURE(OutputFixture, "a name that is no single component is our bug") {
  CHECK_THROWS_AS(write({suite("../s", {"a"}, "x\n")}), std::logic_error);
  CHECK_THROWS_AS(write({suite("s", {".."}, "x\n")}), std::logic_error);
  CHECK_THROWS_AS(write({suite("s", {"a/b"}, "x\n")}), std::logic_error);
  CHECK(folder.tree().empty());
}

TEST_CASE_FIXTURE(OutputFixture, "many folders on many threads") {
  std::vector<std::string> names;
  for (int i = 0; i < 500; ++i) names.push_back("test" + std::to_string(i));
  options.jobs = 8;
  const OutputResult result = write({suite("s", names, "x\n")});
  CHECK(result.files == 1002);
  CHECK(folder.tree("out/s").size() == 500 * 3 + 2);
}

TEST_CASE_FIXTURE(OutputFixture, "compare: what would change, and nothing is touched") {
  const auto compare = [&](const std::vector<SuiteOutput>& suites) { return compare_output(suites, options); };
  const OutputResult fresh = compare({suite("s", {"a"}, "x\n")});
  CHECK(fresh.changed == 4);
  const std::string out = options.dir;
  CHECK(fresh.diff.starts_with("--- /dev/null\n+++ " + out + "/s/a/launch.sh\n@@ -0,0 +1 @@\n+x\n"));
  CHECK(folder.tree().empty());

  write({suite("s", {"a", "b"}, "x\n")});
  CHECK(compare({suite("s", {"a", "b"}, "x\n")}).changed == 0);
  CHECK(compare({suite("s", {"a", "b"}, "x\n")}).diff.empty());
  folder.write("out/s/b/config.yaml", "c\n");
  std::filesystem::permissions(folder.path("out/s/run.sh"), std::filesystem::perms::owner_read);
  const TextFiles before = folder.tree();
  const OutputResult changed = compare({suite("s", {"b"}, "x\n")});
  CHECK(changed.changed == 3);
  CHECK(changed.removed == 2);
  const std::string s = out + "/s";
  CHECK(changed.diff == "--- " + s + "/b/config.yaml\n+++ " + s + "/b/config.yaml\n@@ -1 +1 @@\n-c\n+b\n" + s +
                            "/run.sh: would be executable\n" + "--- " + s + "/manifest.json\n+++ " + s +
                            "/manifest.json\n@@ -1 +1 @@\n-" + manifest({"a", "b"}) + "+" + manifest({"b"}) + "--- " +
                            s + "/a/config.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n" + "--- " + s +
                            "/a/launch.sh\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
  CHECK(folder.tree() == before);
}
