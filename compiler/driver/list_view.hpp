// A list with what `perfc list` shows of it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "compiler/base/test_list.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/import/test_mode.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc::driver {

struct ListEntry {
  const ListContext* context = nullptr;
  std::size_t block = 0;  // of the context
  const ListedTest* test = nullptr;
  TestName name;
  std::string config_file;  // without folder and suffix; empty when the id names none
  std::string server;       // of an aggregated one; empty: all
  ModeDecision decision;
  std::int64_t timeout_s = 0;
  std::string_view timeout_from;  // "list", "execution_config", "default"
  std::uint32_t line = 0;
};

struct ListView {
  TestList list;
  std::string path;  // of the file, as the user wrote it
  std::vector<ListEntry> entries;
  bool filtered = false;  // some tests of the list are left out

  [[nodiscard]] std::array<std::size_t, kModes.size()> counts() const {
    std::array<std::size_t, kModes.size()> result{};
    for (const ListEntry& entry : entries) ++result.at(static_cast<std::size_t>(entry.decision.mode));
    return result;
  }
};

// Every test of a list that was read from `source`, with what the rules say of its mode.
[[nodiscard]] ListView view_of_list(TestList list, const Source& source, Configurations& configurations,
                                    Diagnostics& diags);
// Every test of a planned suite; its modes are those of the plan. `path`: the program.
[[nodiscard]] ListView view_of_suite(const SuitePlan& suite, const std::string& path, const Sources& sources);

struct ListOptions {
  bool summary = false;  // counts in place of tests
  bool why = false;      // with the reason of each mode
};

[[nodiscard]] std::string list_table(const std::vector<ListView>& lists, const ListOptions& options);
// The object that the list parser prints which `perfc compat testlist` replaces; with `summary` its counts, under the
// list's name.
[[nodiscard]] std::string testlist_json(const ListView& view, bool summary, bool pretty);
// One list as an object, several as {"lists": [...]}; the keys are those of docs/lists.md.
[[nodiscard]] std::string list_json(const std::vector<ListView>& lists, const ListOptions& options);

// Reads the lists of the command line, prints all findings and, when there is no error, what `text` makes of the lists;
// gives the exit status.
int print_lists(const Arguments& arguments, const std::function<std::string(const std::vector<ListView>&)>& text);

}  // namespace perfc::driver
