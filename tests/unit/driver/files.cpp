#include "compiler/driver/files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <thread>

#include "temporary.hpp"

using namespace perfc::driver;

TEST_CASE("a file, its identity under another name, and what is none") {
  const Temporary folder;
  folder.write("a.perf", "text\n");
  folder.write("empty.perf", "");
  std::filesystem::create_symlink("a.perf", folder.path("link.perf"));
  DiskFiles files;
  const FileText read = files.read(folder.path("a.perf"));
  CHECK(read.error == 0);
  CHECK(read.text == "text\n");
  CHECK(files.read(folder.path("link.perf")).identity == read.identity);
  CHECK(files.read(folder.path("empty.perf")).text.empty());
  CHECK(files.read(folder.path("none.perf")).error == ENOENT);
  CHECK(files.read(folder.path()).error == EISDIR);
  CHECK(files.read(folder.path("a.perf/x")).error == ENOTDIR);
  CHECK(files.read(std::string("a\0b", 3)).error == ENOENT);
  CHECK(files.read("").error == ENOENT);
}

TEST_CASE("too large is known before anything is read") {
  const Temporary folder;
  folder.write("sparse", "");
  std::filesystem::resize_file(folder.path("sparse"), kLargestInput);
  DiskFiles files;
  CHECK(files.read(folder.path("sparse")).text.size() == kLargestInput);
  std::filesystem::resize_file(folder.path("sparse"), std::uintmax_t{1} << 40U);
  const FileText read = files.read(folder.path("sparse"));
  CHECK(read.too_large == std::size_t{1} << 40U);
  CHECK(read.text.empty());
}

TEST_CASE("a device without an end is too large, a pipe is read to its end") {
  DiskFiles files;
  CHECK(files.read("/dev/zero").too_large == kLargestInput + 1);
  CHECK(files.read("/dev/null").text.empty());
  const Temporary folder;
  REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
  const std::string text(200'000, 'x');  // more than a pipe holds
  std::jthread writer([&] { folder.write("fifo", text); });
  CHECK(files.read(folder.path("fifo")).text == text);
}

TEST_CASE("paths are relative to the file that names them") {
  CHECK(beside("suites/x.perf", "gpu.perf") == "suites/gpu.perf");
  CHECK(beside("x.perf", "lib/gpu.perf") == "lib/gpu.perf");
  CHECK(beside("suites/x.perf", "../gpu.perf") == "suites/../gpu.perf");
  CHECK(beside("suites/x.perf", "/abs/gpu.perf") == "/abs/gpu.perf");
  CHECK(beside("<stdin>", "gpu.perf") == "gpu.perf");
}
