#include "compiler/lint/levels.hpp"

#include <algorithm>

namespace perfc::lint {

void Levels::raise(const Rule& rule, Strictness strictness) {
  const auto [found, added] = set_.try_emplace(&rule, strictness);
  if (!added) found->second = std::max(found->second, strictness);
}

std::optional<Strictness> Levels::of(const Rule& rule) const {
  const auto found = set_.find(&rule);
  return found == set_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Level> Levels::level(const Rule& rule, Level level) const {
  const std::optional<Strictness> set = of(rule);
  if (set) {
    if (*set == Strictness::off) return std::nullopt;
    level = *set == Strictness::note ? Level::note : *set == Strictness::warning ? Level::warning : Level::error;
  }
  if (!errors_only_) return level;
  if (level != Level::error) return std::nullopt;
  return set ? Level::error : Level::warning;
}

bool Levels::runs(const Rule& rule) const { return level(rule, rule.level).has_value(); }

}  // namespace perfc::lint
