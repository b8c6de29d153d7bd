#include "compiler/base/shard.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <set>
#include <string_view>
#include <utility>

namespace perfc {
namespace {

std::vector<double> seconds_of(const std::vector<std::string>& ids, const Durations& durations) {
  std::vector<double> seconds(ids.size(), -1);
  // Each known test once, in the order of the list: another order of adding could round to another mean.
  std::set<std::string_view> known;
  double sum = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = durations.find(ids[i]);
    if (found == durations.end()) continue;
    seconds[i] = found->second;
    if (known.insert(ids[i]).second) sum += found->second;
  }
  const double mean = known.empty() ? 1 : sum / static_cast<double>(known.size());
  for (double& each : seconds) each = each < 0 ? mean : each;
  return seconds;
}

}  // namespace

std::vector<std::size_t> tests_of_shard(const std::vector<std::string>& ids, const Shard& shard) {
  const std::vector<double> seconds = seconds_of(ids, shard.durations);
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return seconds[a] > seconds[b]; });
  using Load = std::pair<double, std::size_t>;  // seconds so far, number of the part
  std::priority_queue<Load, std::vector<Load>, std::greater<>> parts;
  for (std::size_t part = 0; part < shard.splits; ++part) parts.emplace(0, part);
  std::vector<std::size_t> chosen;
  for (const std::size_t test : order) {
    const Load least = parts.top();
    parts.pop();
    parts.emplace(least.first + seconds[test], least.second);
    if (least.second + 1 == shard.group) chosen.push_back(test);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace perfc
