// The tests of a list that no program can hold: counted, and reported once for each reason.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "compiler/import/list_case.hpp"

namespace perfc {

class LeftTests {
 public:
  explicit LeftTests(Diagnostics& diags) : diags_(diags) {}

  void add(const ListedTest& test, const ListCase& read);
  // What stands behind the test in its comment; empty where the report says it once for all.
  [[nodiscard]] static std::string words(const ListCase& read);
  void report();

 private:
  struct Kind {
    const ListedTest* first = nullptr;
    std::size_t count = 0;
    std::vector<std::string> names;  // each once, in order
    std::unordered_set<std::string> known;
  };
  static void count(Kind& kind, const ListedTest& test, const std::string& name);

  Diagnostics& diags_;
  Kind foreign_;
  Kind without_configuration_;
};

}  // namespace perfc
