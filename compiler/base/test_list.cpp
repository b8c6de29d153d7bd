#include "compiler/base/test_list.hpp"

#include <algorithm>

namespace perfc {
namespace {

// Expressions may hold one kind of quote, so the other one goes around them.
std::string option(std::string_view letter, std::string_view expression) {
  const char quote = expression.find('"') == std::string_view::npos ? '"' : '\'';
  std::string text(letter);
  ((text += ' ') += quote) += expression;
  return text += quote;
}

// `_2nodes` or `_1node`, with the number.
bool counts_nodes(std::string_view text) {
  if (!text.starts_with('_')) return false;
  text.remove_prefix(1);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view rest = text.substr(digits);
  return digits > 0 && (rest == "nodes" || rest == "node");
}

}  // namespace

std::string to_string(const TestSuffix& suffix) {
  switch (suffix.kind) {
    case TestSuffix::Kind::timeout:
      return "TIMEOUT (" + std::to_string(suffix.minutes) + ")";
    case TestSuffix::Kind::isolation:
      return "ISOLATION";
    case TestSuffix::Kind::skip:
      return suffix.text.empty() ? "SKIP" : "SKIP (" + suffix.text + ")";
    case TestSuffix::Kind::keyword:
      return option("-k", suffix.text);
    case TestSuffix::Kind::marker:
      break;
  }
  return option("-m", suffix.text);
}

const TestSuffix* ListedTest::find(TestSuffix::Kind kind) const {
  const auto found =
      std::find_if(suffixes.begin(), suffixes.end(), [&](const TestSuffix& each) { return each.kind == kind; });
  return found == suffixes.end() ? nullptr : &*found;
}

std::string to_string(const ListedTest& test) {
  std::string line = test.id;
  for (const TestSuffix& suffix : test.suffixes) (line += ' ') += to_string(suffix);
  return line;
}

std::string_view to_string(ListFormat format) {
  switch (format) {
    case ListFormat::test_db:
      return "test-db";
    case ListFormat::grouped:
      return "grouped";
    case ListFormat::text:
      return "text";
    case ListFormat::program:
      break;
  }
  return "program";
}

std::optional<Mode> mode_of_group(std::string_view key) {
  constexpr std::string_view kEnd = "_tests";
  if (!key.ends_with(kEnd)) return std::nullopt;
  key.remove_suffix(kEnd.size());
  if (key == "wideep") return Mode::disagg;
  if (const std::size_t count = key.rfind('_'); count != std::string_view::npos && counts_nodes(key.substr(count))) {
    key = key.substr(0, count);
    if (mode_of_key(key) == Mode::single_agg) return std::nullopt;
  }
  return mode_of_key(key);
}

}  // namespace perfc
