// "Did you mean": how far two words are apart, and which of several is nearest to what somebody wrote.
#pragma once

#include <cstddef>
#include <string_view>

namespace perfc {

// Damerau-Levenshtein distance (insert, delete, replace, swap neighbours: 1 each; the optimal-alignment variant). Gives
// `limit + 1` as soon as it is certain that the distance is above `limit`. ASCII case counts, see Nearest for the
// other.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// Takes candidates one by one and keeps the best. A candidate is near enough when at most a third of the longer word
// would change (at least one letter); a difference of case, or of '-' against '_', counts less than any letter. A tie
// goes to the first. Views must outlive this object.
class Nearest {
 public:
  explicit Nearest(std::string_view name) : name_(name) {}
  void offer(std::string_view candidate);
  [[nodiscard]] std::string_view best() const { return best_; }          // empty when none is near enough
  [[nodiscard]] bool alone() const { return !best_.empty() && !tied_; }  // no other is as near

 private:
  std::string_view name_;
  std::string_view best_;
  std::size_t score_ = static_cast<std::size_t>(-1);
  bool tied_ = false;
};

// `candidates`: any range of what converts to std::string_view without making a temporary string.
template <class Range>
std::string_view nearest(std::string_view name, const Range& candidates) {
  Nearest search(name);
  for (const auto& candidate : candidates) search.offer(candidate);
  return search.best();
}

}  // namespace perfc
