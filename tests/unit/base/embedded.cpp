#include "compiler/base/embedded.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

using perfc::embedded_file;
using perfc::embedded_files;

TEST_CASE("files are sorted by path and found") {
  const auto files = embedded_files();
  REQUIRE(files.size() > 1);
  CHECK(std::is_sorted(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; }));
  for (const auto& file : files) CHECK(embedded_file(file.path).data() == file.text.data());
  CHECK(embedded_file("stdlib/none.perf").data() == nullptr);
  CHECK(embedded_file("").data() == nullptr);
}

// The tests run in the project's root.
TEST_CASE("what is carried is what stands in the file, byte for byte") {
  for (const auto& file : embedded_files()) {
    CAPTURE(file.path);
    std::ifstream stream{std::string(file.path), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const bool same = text == file.text;  // not printing whole files
    CHECK(same);
  }
}
