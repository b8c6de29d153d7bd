#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/base/edit_distance.hpp"
#include "compiler/lint/rule.hpp"

namespace perfc::lint {
namespace {

constexpr auto kRules = std::to_array<const Rule*>({
#define PERFC_RULE(name) &rules::name,
#include "compiler/lint/rules.def"
#undef PERFC_RULE
});

}  // namespace

std::span<const Rule* const> all_rules() { return kRules; }

const Rule* find_rule(std::string_view name) {
  const auto found =
      std::find_if(kRules.begin(), kRules.end(), [name](const Rule* rule) { return rule->name == name; });
  return found == kRules.end() ? nullptr : *found;
}

std::string_view nearest_rule(std::string_view name) {
  Nearest search(name);
  for (const Rule* rule : kRules) search.offer(rule->name);
  return search.best();
}

std::string rule_help(std::string_view name) {
  const std::string_view near = nearest_rule(name);
  return near.empty() ? "perfc explain lists the rules" : fmt::format("did you mean '{}'?", near);
}

std::string rule_page(const Rule& rule) {
  return fmt::format("# {}: {}\n\nDefault level: {}.\n{}", rule.name, rule.summary, name_of(rule.level), rule.page);
}

}  // namespace perfc::lint
