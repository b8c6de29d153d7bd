// One of several parts of a list of tests, as CI spreads them over jobs: `--splits 4 --group 2`.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace perfc {

// Seconds by pytest id.
using Durations = std::map<std::string, double, std::less<>>;

struct Shard {
  std::size_t splits = 1;
  std::size_t group = 1;  // 1 to splits
  Durations durations;
};

// The tests of that part, as indices into `ids`, ascending. Longest first, each test goes to the part that has the
// least to do so far: the `least_duration` rule of pytest-split, with its order among equals, so that a part is the
// same whoever works it out. A test of unknown duration counts as the mean of the known ones, as 1 where none is known.
[[nodiscard]] std::vector<std::size_t> tests_of_shard(const std::vector<std::string>& ids, const Shard& shard);

}  // namespace perfc
