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

TEST_CASE("the listings of the README and of docs/ are programs") {
  std::vector<std::filesystem::path> pages = {"README.md"};
  for (const auto& page : std::filesystem::directory_iterator("docs")) pages.push_back(page.path());
  int checked = 0;
  for (const std::filesystem::path& page : pages) {
    for (const std::string& listing : programs(text_of(page))) {
      CAPTURE(page.string());
      CAPTURE(listing);
      // A listing whose first line says so is one that fails.
      const bool fails = listing.starts_with("# fails");
      const Outcome outcome = Run({"check", "-"}).input(listing).go();
      CHECK(outcome.status == (fails ? 1 : 0));
      CHECK((outcome.err != "") == fails);
      ++checked;
    }
  }
  CHECK(checked >= 2);
}
