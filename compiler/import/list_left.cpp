#include "compiler/import/list_left.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

constexpr std::size_t kMostNamed = 5;

std::string some_of(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), kMostNamed);
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

}  // namespace

void LeftTests::count(Kind& kind, const ListedTest& test, const std::string& name) {
  if (kind.first == nullptr) kind.first = &test;
  ++kind.count;
  if (kind.known.insert(name).second) kind.names.push_back(name);
}

void LeftTests::add(const ListedTest& test, const ListCase& read) {
  if (read.left == ListCase::Left::foreign) {
    count(foreign_, test, read.call.module);
  } else if (read.left == ListCase::Left::no_configuration) {
    count(without_configuration_, test, read.why + ".yaml");
  } else {
    diags_.report(codes::list_test_left, test.span, read.why);
  }
}

std::string LeftTests::words(const ListCase& read) {
  if (read.left == ListCase::Left::no_configuration) return "no configuration";
  return read.left == ListCase::Left::other ? read.why : std::string();
}

void LeftTests::report() {
  const auto s = [](const Kind& kind) { return kind.count == 1 ? "" : "s"; };
  if (foreign_.count > 0) {
    diags_.report(codes::list_foreign_tests, foreign_.first->span, foreign_.count, s(foreign_))
        .advise(fmt::format("modules: {}", some_of(foreign_.names)))
        .advise(
            "go on giving them to pytest by the list: a program holds the tests that start servers from a "
            "configuration");
  }
  if (without_configuration_.count > 0) {
    diags_
        .report(codes::list_no_configuration, without_configuration_.first->span, without_configuration_.count,
                s(without_configuration_))
        .advise(fmt::format("missing: {}", some_of(without_configuration_.names)))
        .advise("--configs DIR says where configurations lie");
  }
}

}  // namespace perfc
