// Which tests of what was read a command is about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/mode.hpp"
#include "compiler/base/shard.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc::driver {

// The names of one option, which a test must have one of; without any all tests are wanted.
struct Wanted {
  std::string_view what;  // "stage", "group", "test"
  const std::vector<std::string>& names;
  bool patterns = false;  // as a shell matches names

  [[nodiscard]] bool fits(const std::string& name) const;
  // Throws UsageError for one that fits none of `known`.
  void require(const std::vector<std::string>& known) const;
};

struct Selection {
  std::vector<std::string> tests;   // --test: patterns, as a shell matches names
  std::vector<std::string> stages;  // --stage
  std::vector<std::string> groups;  // --in: groups of a suite, contexts of a list
  std::optional<Mode> mode;         // --mode
  std::optional<Shard> shard;       // --splits, --group, --durations

  [[nodiscard]] Wanted wanted_stages() const { return {"stage", stages}; }
  [[nodiscard]] Wanted wanted_groups() const { return {"group", groups}; }
  [[nodiscard]] Wanted wanted_tests() const { return {"test", tests, true}; }
  [[nodiscard]] bool all() const { return tests.empty() && stages.empty() && groups.empty() && !mode && !shard; }
};

// Throws UsageError for what cannot be an option's value, IoError for durations that cannot be read.
[[nodiscard]] Selection selection_of(const Arguments& arguments, Files& files);

// Leaves the chosen tests, and the suites that have some; the shard is one of each suite. Throws UsageError for a name
// that fits no test.
void keep_chosen(std::vector<SuitePlan>& plans, const Selection& selection);

// The word of --mode; nothing for all.
[[nodiscard]] std::optional<Mode> chosen_mode(const Arguments& arguments);

// The number that an option gives, `least` to `most`; throws UsageError for anything else.
[[nodiscard]] std::size_t number_of(const Arguments& arguments, std::string_view option, std::size_t most,
                                    std::size_t least = 1);

// "there is no test 'x'", with the nearest of the names.
[[noreturn]] void unknown_name(std::string_view what, const std::string& name, const std::vector<std::string>& known);

}  // namespace perfc::driver
