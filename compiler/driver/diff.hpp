// The difference of two texts by lines, in the unified form that `patch` reads.
#pragma once

#include <string>
#include <string_view>

namespace perfc::driver {

struct DiffSide {
  std::string_view name;  // "/dev/null" for a side that does not exist
  std::string_view text;
};

// Empty when the texts are equal. Three lines of context. Two very different large texts are shown as one replaced
// block: the exact way is quadratic in the number of differences.
std::string unified_diff(const DiffSide& before, const DiffSide& after);

}  // namespace perfc::driver
