// perfc build and perfc plan as processes; the writer's own tests are tests/unit/driver/output.cpp.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

struct BuildFixture {
  Temporary folder;
  BuildFixture() { folder.write("a.perf", kProgram); }
  [[nodiscard]] Outcome perfc(std::vector<std::string> words) const {
    return Run(std::move(words)).in(folder.path()).go();
  }
  [[nodiscard]] Outcome build(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"build", "a.perf", "-o", "out"};
    words.insert(words.end(), more.begin(), more.end());
    return perfc(words);
  }
};

bool shell(const std::string& command) { return std::system(command.c_str()) == 0; }

}  // namespace

TEST_CASE_FIXTURE(BuildFixture, "a line a test and a summary; the second time nothing changes") {
  const Outcome first = build();
  CHECK(first.err == "");
  CHECK(first.status == 0);
  CHECK(first.out ==
        "new      smoke/one_1k1k_con4  single-agg, 1 node, 8 GPUs\n"
        "new      smoke/second  single-agg, 1 node, 8 GPUs\n"
        "built 2 tests of 1 suite into out/: 16 files, 16 changed\n");
  const auto before = folder.tree();
  CHECK(build().out.ends_with("built 2 tests of 1 suite into out/: 16 files, 0 changed\n"));
  CHECK(folder.tree() == before);
  for (const char* file : {"run.sh", "tests.txt", "tests.yml", "manifest.json", "second/launch.sh", "second/submit.sh",
                           "second/client.sh", "second/config.yaml", "second/test_list.txt", "second/commands.json"}) {
    CHECK_MESSAGE(std::filesystem::exists(folder.path("out/smoke/" + std::string(file))), file);
  }
}

TEST_CASE_FIXTURE(BuildFixture, "equal input gives equal bytes, wherever and with however many threads") {
  CHECK(build({"-j", "1"}).status == 0);
  const Temporary elsewhere;
  elsewhere.write("deep/a.perf", kProgram);
  CHECK(Run({"build", "deep/a.perf", "-o", "x/y", "-j", "8"}).in(elsewhere.path()).go().status == 0);
  CHECK(folder.tree("out") == elsewhere.tree("x/y"));
}

TEST_CASE_FIXTURE(BuildFixture, "an error in the program leaves DIR as it was") {
  CHECK(build().status == 0);
  const auto before = folder.tree("out");
  folder.write("a.perf", std::string(kProgram) + "let x = nosuch()\n");
  const Outcome outcome = build();
  CHECK(outcome.status == 1);
  CHECK(outcome.out.empty());
  CHECK(folder.tree("out") == before);
}

TEST_CASE_FIXTURE(BuildFixture, "--check: a diff and status 1, nothing written") {
  const Outcome missing = build({"--check"});
  CHECK(missing.status == 1);
  CHECK(missing.out.starts_with("--- /dev/null\n+++ out/smoke/one_1k1k_con4/launch.sh\n"));
  CHECK(missing.err == "perfc: out/ is not what would be written: 16 of 16 files would change, 0 would be removed\n");
  CHECK_FALSE(std::filesystem::exists(folder.path("out")));
  CHECK(build().status == 0);
  const Outcome same = build({"--check"});
  CHECK(same.status == 0);
  CHECK(same.out == "out/ is up to date: 16 files\n");
  const auto before = folder.tree();
  const Outcome changed = Run({"build", "a.perf", "-o", "out", "--check", "-D", "rounds=9"}).in(folder.path()).go();
  CHECK(changed.status == 1);
  CHECK(changed.out.find("\n-") != std::string::npos);
  CHECK(folder.tree() == before);
}

TEST_CASE_FIXTURE(BuildFixture, "a test that is gone is removed, and what the user put there stays") {
  CHECK(build().status == 0);
  folder.write("out/smoke/second/notes.txt", "mine\n");
  folder.write("out/readme.txt", "mine\n");
  const Outcome outcome = build({"--test", "one*"});
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("removed  smoke/second/launch.sh\n") != std::string::npos);
  CHECK(outcome.out.ends_with(", 6 removed\n"));
  CHECK(folder.tree("out/smoke/second") == std::map<std::string, std::string>{{"notes.txt", "mine\n"}});
  CHECK(folder.read("out/readme.txt") == "mine\n");
}

TEST_CASE_FIXTURE(BuildFixture, "no suite, no such suite, no such test") {
  folder.write("empty.perf", "let x = 1\n");
  const Outcome empty = perfc({"build", "empty.perf"});
  CHECK(empty.status == 1);
  CHECK(empty.err ==
        "error[E603]: there is no suite to build\n"
        "help: a suite says which topologies are tested on which cluster\n1 error\n");
  CHECK(build({"--suite", "smoky"}).err == "perfc: there is no suite 'smoky'\nhelp: did you mean 'smoke'?\n");
  CHECK(build({"--test", "third"}).status == 2);
  CHECK_FALSE(std::filesystem::exists(folder.path("out")));
}

TEST_CASE_FIXTURE(BuildFixture, "places that cannot be written") {
  folder.write("file", "x");
  const auto before = folder.tree();
  const Outcome file = perfc({"build", "a.perf", "-o", "file"});
  CHECK(file.status == 3);
  CHECK(file.err == "error[E601]: cannot write 'file': not a directory\n1 error\n");
  const std::string name(300, 'x');
  const Outcome longest = perfc({"build", "a.perf", "-o", name});
  CHECK(longest.status == 3);
  CHECK(longest.err == "error[E601]: cannot write '" + name + "': file name too long\n1 error\n");
  const Outcome proc = perfc({"build", "a.perf", "-o", "/proc/perfc"});
  CHECK(proc.status == 3);
  CHECK(folder.tree() == before);
}

TEST_CASE_FIXTURE(BuildFixture, "a folder that another build holds") {
  CHECK(build().status == 0);
  const int fd = ::open(folder.path("out").c_str(), O_RDONLY | O_DIRECTORY);
  REQUIRE(::flock(fd, LOCK_EX) == 0);
  const Outcome outcome = build();
  ::close(fd);
  CHECK(outcome.status == 3);
  CHECK(outcome.err ==
        "error[E602]: another perfc is writing to 'out'\n"
        "help: wait for it, or write to another folder with -o DIR\n1 error\n");
}

// A small tmpfs of our own: needs the right to mount, which containers often lack.
TEST_CASE_FIXTURE(BuildFixture, "a full disk and a read-only one") {
  const std::string disk = folder.path("disk");
  std::filesystem::create_directory(disk);
  if (!shell("mount -t tmpfs -o size=64k perfc-test " + disk + " 2>/dev/null")) {
    MESSAGE("skipped: no right to mount a tmpfs");
    return;
  }
  folder.write("disk/mine", "mine\n");
  const Outcome full = perfc({"build", "a.perf", "-o", "disk/out"});
  const auto after_full = folder.tree("disk");
  const bool read_only = shell("mount -o remount,ro " + disk);
  const Outcome refused = perfc({"build", "a.perf", "-o", "disk"});
  const auto after_refused = folder.tree("disk");
  CHECK(shell("umount " + disk));
  CHECK(full.status == 3);
  CHECK(full.err.starts_with("error[E601]: cannot write 'disk/out/smoke/"));
  CHECK(full.err.ends_with("': no space left on device\n1 error\n"));
  CHECK(after_full == std::map<std::string, std::string>{{"mine", "mine\n"}});
  CHECK(read_only);
  CHECK(refused.status == 3);
  CHECK(refused.err == "error[E601]: cannot write 'disk': read-only file system\n1 error\n");
  CHECK(after_refused == after_full);
}

TEST_CASE_FIXTURE(BuildFixture, "a signal while writing ends the process and leaves nothing") {
  std::string text = kProgram;
  text += "suite many on lab {\n  for i in 1..1000 { for j in 1..10 { test one with short as \"t${i}_${j}\" } }\n}\n";
  folder.write("a.perf", text);
  bool seen = false;
  for (int attempt = 0; attempt < 3 && !seen; ++attempt) {
    const int pid = Run({"build", "a.perf", "-o", "out", "-j", "1"}).in(folder.path()).start();
    const std::string staging = folder.path("out/.perfc-" + std::to_string(pid)) + "/many/t1_1";
    for (int i = 0; i < 20'000 && !seen; ++i) {
      seen = std::filesystem::exists(staging);
      if (!seen) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (std::filesystem::exists(folder.path("out/many"))) break;
    }
    ::kill(pid, SIGTERM);
    const int status = wait_for(pid);
    if (seen) CHECK(status == 128 + SIGTERM);
  }
  CHECK(seen);
  CHECK(folder.read("stderr") == "perfc: interrupted; nothing was written\n");
  CHECK_FALSE(std::filesystem::exists(folder.path("out/many")));
}

TEST_CASE_FIXTURE(BuildFixture, "more than 200 tests are a summary, unless all lines are wanted") {
  std::string text = kProgram;
  text += "suite many on lab {\n  for i in 1..201 { test one with short as \"t${i}\" }\n}\n";
  folder.write("a.perf", text);
  const Outcome summary = build({"--suite", "many"});
  CHECK(summary.out == "built 201 tests of 1 suite into out/: 1210 files, 1210 changed\n");
  const Outcome lines = build({"--suite", "many", "--verbose"});
  CHECK(lines.out.starts_with("same     many/t1  "));
}

TEST_CASE_FIXTURE(BuildFixture, "plan as a table and as JSON") {
  const Outcome table = perfc({"plan", "a.perf"});
  CHECK(table.status == 0);
  CHECK(table.out.starts_with("suite smoke on lab\ntest "));
  const Outcome json = perfc({"plan", "a.perf", "--format", "json"});
  CHECK(json.out.starts_with(
      "{\n  \"version\": 1,\n  \"suite\": \"smoke\",\n  \"cluster\": \"lab\",\n  \"contract\": \"perfc\",\n"));
  CHECK(json.out.find("\"files\"") == std::string::npos);
  CHECK(perfc({"plan", "a.perf", "--format", "json", "-o", "plan.json"}).out.empty());
  CHECK(folder.read("plan.json") == json.out);
  const Outcome refused = perfc({"plan", "a.perf", "-o", "none/plan.txt"});
  CHECK(refused.status == 3);
  CHECK(refused.err == "error[E601]: cannot write 'none/plan.txt': no such file or directory\n1 error\n");
}

TEST_CASE_FIXTURE(BuildFixture, "a file of the suite that its new cluster does not need is removed") {
  std::string text = kProgram;
  text.replace(text.find("  nodes "), 0, "  type = kind, host = \"login\", user = \"me\"\n");
  folder.write("a.perf", "param kind: enum(local, ssh) = local\n" + text);
  CHECK(build({"-D", "kind=ssh"}).status == 0);
  REQUIRE(std::filesystem::exists(folder.path("out/smoke/sync.sh")));
  const Outcome check = build({"--check"});
  CHECK(check.status == 1);
  CHECK(check.out.find("-#!/bin/bash") != std::string::npos);
  CHECK(build().out.find("removed  smoke/sync.sh\n") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path("out/smoke/sync.sh")));
  CHECK(build({"--check"}).status == 0);
}
