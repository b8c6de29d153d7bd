#include "compiler/base/edit_distance.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace perfc {
namespace {

// Nobody mistypes a longer name, and the work is quadratic.
constexpr std::size_t kLongest = 200;

char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '_' : c;
}

std::string folded(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return folded(c); });
  return result;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  // Three rows of the table: two rows back is needed for swapped neighbours.
  std::vector<std::size_t> before(a.size() + 1);
  std::vector<std::size_t> last(a.size() + 1);
  std::vector<std::size_t> row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) last[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    row[0] = j;
    std::size_t smallest = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::size_t replaced = last[i - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[i] = std::min({row[i - 1] + 1, last[i] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[i] = std::min(row[i], before[i - 2] + 1);
      smallest = std::min(smallest, row[i]);
    }
    if (smallest > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[a.size()], limit + 1);
}

void Nearest::offer(std::string_view candidate) {
  if (candidate.empty() || name_.size() > kLongest || candidate.size() > kLongest) return;
  const auto [shorter, longer] = std::minmax({name_.size(), candidate.size()});
  // A one-letter word is near to every other one: there only a difference of case is a likely slip.
  const std::size_t near = shorter < 2 ? 0 : std::max<std::size_t>(1, longer / 3);
  const std::size_t allowed = std::min(near, score_ / 2);  // what is farther than the best so far changes nothing
  if (longer - shorter > allowed) return;
  const std::size_t distance = edit_distance(folded(name_), folded(candidate), allowed);
  if (distance > allowed) return;
  const std::size_t score = 2 * distance + (distance == 0 && name_ != candidate ? 1 : 0);
  if (score == score_ && candidate != best_) tied_ = true;
  if (score >= score_) return;
  tied_ = false;
  score_ = score;
  best_ = candidate;
}

}  // namespace perfc
