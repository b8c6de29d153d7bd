// Words of a shell; what environments make of them has its tests in tests/unit/plan.
#include "compiler/base/shell_words.hpp"

#include <doctest/doctest.h>

#include <vector>

using perfc::ShellWords;

TEST_CASE("shell words: quotes, escapes, nothing expanded, and where each stands") {
  const std::string text = "  --a=\"b c\" 'd $e'f \\ g $(h) ''";
  ShellWords words(text);
  std::vector<std::string> found;
  std::vector<std::string> written;
  while (const auto word = words.next()) {
    found.push_back(*word);
    written.push_back(text.substr(words.begin(), words.end() - words.begin()));
  }
  CHECK(found == std::vector<std::string>{"--a=b c", "d $ef", " g", "$(h)", ""});
  CHECK(written == std::vector<std::string>{"--a=\"b c\"", "'d $e'f", "\\ g", "$(h)", "''"});
  CHECK(words.open_quote() == 0);
}

TEST_CASE("shell words: a quote that is never closed") {
  ShellWords words("a \"b");
  CHECK(words.next() == "a");
  CHECK(words.next() == "b");
  CHECK_FALSE(words.next());
  CHECK(words.open_quote() == '"');
}
