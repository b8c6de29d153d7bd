// What the project shows its readers works. Runs in the project's root.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The blocks of Markdown that begin with ```perf.
std::vector<std::string> programs(const std::string& markdown) {
  const std::string start = "\n```perf\n";
  std::vector<std::string> result;
  for (std::size_t at = markdown.find(start); at != std::string::npos; at = markdown.find(start, at + 1)) {
    const std::size_t begin = at + start.size();
    result.push_back(markdown.substr(begin, markdown.find("\n```", begin) + 1 - begin));
  }
  return result;
}

}  // namespace

TEST_CASE("every example builds without a word, and builds the same again") {
  int built = 0;
  for (const auto& folder : std::filesystem::directory_iterator("examples")) {
    if (!folder.is_directory()) continue;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().extension() != ".perf") continue;
      const std::string path = std::filesystem::absolute(file.path()).string();
      CAPTURE(path);
      const Temporary out;
      const Outcome outcome = Run({"build", path, "-o", out.path("out")}).go();
      CHECK(outcome.err == "");
      CHECK(outcome.status == 0);
      CHECK(Run({"build", path, "-o", out.path("out"), "--check"}).go().status == 0);
      ++built;
    }
  }
  CHECK(built >= 4);
}

TEST_CASE("the listing of the README is a program") {
  const std::vector<std::string> listings = programs(text_of("README.md"));
  CHECK_FALSE(listings.empty());
  for (const std::string& listing : listings) {
    const Outcome outcome = Run({"check", "-"}).input(listing).go();
    CHECK(outcome.err == "");
    CHECK(outcome.status == 0);
  }
}
