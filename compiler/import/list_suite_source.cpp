#include "compiler/import/list_suite_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "compiler/base/ascii.hpp"

namespace perfc {
namespace {

constexpr std::size_t kLongestGroupName = 60;

// The time that most tests have, where all state one and at least two agree: the others then say theirs.
std::optional<std::int64_t> usual_timeout(const std::vector<const ListProgram::Group*>& groups) {
  std::map<std::int64_t, std::size_t> counts;
  for (const ListProgram::Group* group : groups) {
    for (const ListProgram::Item& item : group->items) {
      if (item.left) continue;
      if (!item.timeout_s) return std::nullopt;
      ++counts[*item.timeout_s];
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() || most->second < 2 ? std::nullopt : std::optional(most->first);
}

// Of all tests of the group, where it is known of each and the same.
std::optional<std::int64_t> gpus_of_group(const ListProgram::Group& group, const ListImport& import) {
  std::optional<std::int64_t> gpus;
  for (const ListProgram::Item& item : group.items) {
    if (item.left) continue;
    const auto planned = import.planned.find(item.listed);
    if (planned == import.planned.end() || (gpus && *gpus != planned->second.gpus)) return std::nullopt;
    gpus = planned->second.gpus;
  }
  return gpus;
}

bool has_tests(const ListProgram::Group& group) {
  return std::any_of(group.items.begin(), group.items.end(), [](const ListProgram::Item& item) { return !item.left; });
}

// "*gb200*" as a part of a name: gb200
std::string name_part(std::string_view source) {
  std::string part;
  for (const char c : source) {
    const bool plain = is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-';
    if (plain) {
      part += c;
    } else if (!part.empty() && part.back() != '_') {
      part += '_';
    }
  }
  while (part.ends_with('_')) part.pop_back();
  return part;
}

std::string_view bound(const Document* range, std::string_view key) {
  const Document* const node = range == nullptr ? nullptr : range->find(key);
  return node == nullptr ? std::string_view() : std::string_view(node->text);
}

// 8_gpus, 4_to_8_gpus, above_4_gpus, 2_gpus_or_more; empty when the condition does not say.
std::string gpus_part(const ListBlock& block) {
  const Document* const ranges = block.condition ? block.condition->find("ranges") : nullptr;
  const Document* const range = ranges == nullptr ? nullptr : ranges->find("system_gpu_count");
  const std::string_view least = bound(range, "gte");
  const std::string_view most = bound(range, "lte");
  const std::string_view above = bound(range, "gt");
  const std::string_view below = bound(range, "lt");
  if (!above.empty() || !below.empty()) {
    const std::string from = above.empty() ? std::string(least) : fmt::format("above_{}", above);
    const std::string to = below.empty() ? std::string(most) : fmt::format("below_{}", below);
    return fmt::format("{}{}{}_gpus", from, from.empty() || to.empty() ? "" : "_to_", to);
  }
  if (least.empty()) return most.empty() ? std::string() : fmt::format("up_to_{}_gpus", most);
  if (most.empty()) return fmt::format("{}_gpus_or_more", least);
  return least == most ? fmt::format("{}_gpu{}", least, least == "1" ? "" : "s")
                       : fmt::format("{}_to_{}_gpus", least, most);
}

// What tells a block from the others of its list, as words of a name, the likeliest first.
std::vector<std::pair<std::string, std::string>> traits(const ListBlock& block) {
  std::vector<std::pair<std::string, std::string>> result;
  const Document* const terms = block.condition ? block.condition->find("terms") : nullptr;
  const Document* const stage = terms == nullptr ? nullptr : terms->find("stage");
  if (stage != nullptr) result.emplace_back("stage", name_part(stage->text));
  result.emplace_back("gpus", gpus_part(block));
  const auto add = [&](std::string_view kind) {
    const Document* const entries = block.condition ? block.condition->find(kind) : nullptr;
    if (entries == nullptr) return;
    for (const Document::Entry& entry : entries->entries) {
      if (entry.key == "stage") continue;
      std::string text = entry.value.text;
      for (const Document& item : entry.value.items) text += " " + item.text;
      result.emplace_back(std::string(kind) + "." + entry.key, name_part(text));
    }
  };
  add("wildcards");
  add("terms");
  return result;
}

std::string lower_name(std::string name) {
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name;
}

// Groups of a list of conditions are named by what differs between them.
void name_groups(std::vector<GroupSource>& groups) {
  std::map<std::string, std::map<std::string, std::size_t>> values;
  std::vector<std::vector<std::pair<std::string, std::string>>> all;
  for (const GroupSource& each : groups) {
    all.push_back(traits(*each.group->block));
    for (const auto& [trait, value] : all.back()) ++values[trait][value];
  }
  std::set<std::string> taken;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::string name;
    for (const auto& [trait, value] : all[i]) {
      const bool common = values[trait].size() == 1 && values[trait].begin()->second == groups.size();
      if (common || value.empty() || name.size() + value.size() > kLongestGroupName) continue;
      name += (name.empty() ? "" : "_") + value;
      // What nobody else has needs no more words.
      if (values[trait][value] == 1) break;
    }
    if (name.empty()) name = "block";
    name = lower_name(std::move(name));
    groups[i].name = name;
    for (int n = 2; !taken.insert(groups[i].name).second; ++n) groups[i].name = fmt::format("{}_{}", name, n);
  }
}

// What all groups say moves into the suite.
void share(SuiteSource& source) {
  const InheritedFields& first = source.groups.front().own;
  const auto all = [&](auto same) { return std::all_of(source.groups.begin(), source.groups.end(), same); };
  if (all([&](const GroupSource& each) { return each.own.stage == first.stage; })) source.own.stage = first.stage;
  for (const ConditionEntry& entry : first.condition) {
    const bool common = all([&](const GroupSource& each) {
      return std::find(each.own.condition.begin(), each.own.condition.end(), entry) != each.own.condition.end();
    });
    if (common) source.own.condition.push_back(entry);
  }
  for (GroupSource& each : source.groups) {
    if (!source.own.stage.empty()) each.own.stage.clear();
    std::erase_if(each.own.condition, [&](const ConditionEntry& entry) {
      return std::find(source.own.condition.begin(), source.own.condition.end(), entry) != source.own.condition.end();
    });
  }
}

}  // namespace

SuiteSource source_of_suite(const ListProgram::Suite& suite, const ListImport& import,
                            const std::vector<std::string>& patterns) {
  SuiteSource source;
  std::vector<const ListProgram::Group*> groups;
  for (const ListProgram::Group& group : suite.groups) {
    groups.push_back(&group);
    GroupSource& made = source.groups.emplace_back();
    made.group = &group;
    made.name = group.context->name;
    if (import.list.format != ListFormat::test_db) continue;
    ConditionSource condition = condition_source(*group.block, {gpus_of_group(group, import), patterns});
    made.own.stage = std::move(condition.stage);
    made.own.condition = std::move(condition.entries);
    // Where no test is, nothing is derived that could be taken away.
    if (!has_tests(group)) std::erase_if(made.own.condition, [](const auto& entry) { return entry.source == "null"; });
    made.left = std::move(condition.left);
  }
  source.flat = source.groups.size() <= 1 && import.list.format != ListFormat::grouped;
  if (source.groups.empty()) return source;
  if (import.list.format == ListFormat::test_db) name_groups(source.groups);
  share(source);
  source.own.timeout_s = usual_timeout(groups);
  for (GroupSource& each : source.groups) {
    const auto usual = usual_timeout({each.group});
    if (usual && usual != source.own.timeout_s && !source.flat) each.own.timeout_s = usual;
  }
  return source;
}

std::string duration_source(std::int64_t seconds) {
  if (seconds % 60 != 0) return fmt::format("{}s", seconds);
  const std::int64_t minutes = seconds / 60;
  return minutes % 60 == 0 ? fmt::format("{}h", minutes / 60) : fmt::format("{}min", minutes);
}

}  // namespace perfc
