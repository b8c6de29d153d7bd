#include "compiler/driver/selection.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>

#include "compiler/base/edit_distance.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/emit/run_time.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kAllModes = "all";
constexpr std::size_t kMostSplits = 100'000;

using Fits = std::function<bool(const TestPlan&)>;
using NameOf = std::function<std::string(const TestPlan&)>;

// {"id": seconds}, as pytest-split keeps them.
Durations durations_in(const std::string& path, Files& files) {
  const FileText file = files.read(path);
  if (file.error != 0) throw IoError{path, file.error};
  if (file.too_large != 0) {
    throw UsageError{fmt::format("'{}' is {} MiB; inputs over {} MiB are refused", path, mebibytes(file.too_large),
                                 mebibytes(kLargestInput)),
                     {}};
  }
  const nlohmann::json json = nlohmann::json::parse(file.text, nullptr, false);
  Durations durations;
  const bool good = json.is_object() && std::all_of(json.begin(), json.end(), [](const nlohmann::json& seconds) {
                      return seconds.is_number() && seconds.get<double>() >= 0;
                    });
  if (!good) {
    throw UsageError{fmt::format("'{}' holds no durations", path),
                     {"it is JSON of the form {\"test id\": seconds, ...}"}};
  }
  for (const auto& [id, seconds] : json.items()) durations.emplace(id, seconds.get<double>());
  return durations;
}

std::optional<Shard> shard_of(const Arguments& arguments, Files& files) {
  const bool splits = arguments.has("splits");
  if (splits != arguments.has("group"))
    throw UsageError{"--splits and --group belong together", {"write --splits 4 --group 1"}};
  if (!splits && arguments.has("durations")) throw UsageError{"--durations is for --splits and --group", {}};
  if (!splits) return std::nullopt;
  Shard shard;
  shard.splits = number_of(arguments, "splits", kMostSplits);
  shard.group = number_of(arguments, "group", shard.splits);
  if (arguments.has("durations")) shard.durations = durations_in(arguments.value("durations"), files);
  return shard;
}

void erase_others(std::vector<SuitePlan>& plans, const Fits& fits) {
  for (SuitePlan& plan : plans) std::erase_if(plan.tests, [&](const TestPlan& test) { return !fits(test); });
  std::erase_if(plans, [](const SuitePlan& plan) { return plan.tests.empty(); });
}

// Tests with one of these names; each must fit some test.
void keep_named(std::vector<SuitePlan>& plans, const Wanted& wanted, const NameOf& name_of) {
  if (wanted.names.empty()) return;
  std::vector<std::string> known;
  for (const SuitePlan& plan : plans) {
    for (const TestPlan& test : plan.tests) known.push_back(name_of(test));
  }
  wanted.require(known);
  erase_others(plans, [&](const TestPlan& test) { return wanted.fits(name_of(test)); });
}

bool same(const Wanted& wanted, const std::string& name, const std::string& known) {
  return wanted.patterns ? fnmatch(name.c_str(), known.c_str(), 0) == 0 : name == known;
}

void keep_shard(SuitePlan& plan, const Shard& shard) {
  std::vector<std::string> ids;
  for (const TestPlan& test : plan.tests) ids.push_back(by_default(test.id, test.name));
  std::vector<TestPlan> kept;
  for (const std::size_t index : tests_of_shard(ids, shard)) kept.push_back(std::move(plan.tests[index]));
  plan.tests = std::move(kept);
}

}  // namespace

bool Wanted::fits(const std::string& name) const {
  return names.empty() ||
         std::any_of(names.begin(), names.end(), [&](const std::string& each) { return same(*this, each, name); });
}

void Wanted::require(const std::vector<std::string>& known) const {
  for (const std::string& name : names) {
    if (std::none_of(known.begin(), known.end(), [&](const std::string& each) { return same(*this, name, each); }))
      unknown_name(what, name, known);
  }
}

std::size_t number_of(const Arguments& arguments, std::string_view option, std::size_t most, std::size_t least) {
  const std::string written = arguments.value(option);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc() || end != written.data() + written.size() || number < least || number > most) {
    throw UsageError{fmt::format("--{} takes a number from {} to {}, not '{}'", option, least, most, written), {}};
  }
  return number;
}

void unknown_name(std::string_view what, const std::string& name, const std::vector<std::string>& known) {
  UsageError error{fmt::format("there is no {} '{}'", what, name), {}};
  Nearest search(name);
  for (const std::string& each : known) search.offer(each);
  if (!search.best().empty()) error.help.push_back(fmt::format("did you mean '{}'?", search.best()));
  throw error;
}

std::optional<Mode> chosen_mode(const Arguments& arguments) {
  const std::string mode = arguments.value("mode", kAllModes);
  std::optional<Mode> known = mode_named(mode);
  if (known || mode == kAllModes) return known;
  UsageError error{fmt::format("there is no mode '{}'", mode), {"the modes are: single-agg, multi-agg, disagg, all"}};
  Nearest search(mode);
  for (const Mode each : kModes) search.offer(to_string(each));
  if (!search.best().empty()) error.help.insert(error.help.begin(), fmt::format("did you mean '{}'?", search.best()));
  throw error;
}

Selection selection_of(const Arguments& arguments, Files& files) {
  Selection selection;
  for (const std::string& pattern : arguments.values("test")) selection.tests.push_back(pattern);
  for (const std::string& stage : arguments.values("stage")) selection.stages.push_back(stage);
  for (const std::string& group : arguments.values("in")) selection.groups.push_back(group);
  selection.mode = chosen_mode(arguments);
  selection.shard = shard_of(arguments, files);
  return selection;
}

void keep_chosen(std::vector<SuitePlan>& plans, const Selection& selection) {
  keep_named(plans, selection.wanted_stages(), [](const TestPlan& test) { return test.test->stage.value_or(""); });
  keep_named(plans, selection.wanted_groups(), [](const TestPlan& test) { return test.test->group.value_or(""); });
  keep_named(plans, selection.wanted_tests(), [](const TestPlan& test) { return test.name; });
  if (selection.mode) erase_others(plans, [&](const TestPlan& test) { return test.mode == *selection.mode; });
  if (!selection.shard) return;
  for (SuitePlan& plan : plans) keep_shard(plan, *selection.shard);
  std::erase_if(plans, [](const SuitePlan& plan) { return plan.tests.empty(); });
}

}  // namespace perfc::driver
