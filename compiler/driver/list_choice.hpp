// Which tests of lists `perfc list` is about; of programs they are chosen when those are compiled.
#pragma once

#include <vector>

#include "compiler/driver/list_view.hpp"
#include "compiler/driver/selection.hpp"

namespace perfc::driver {

// Leaves the chosen tests; the shard is one of each list. A group is a context here, and a pattern fits the id between
// its brackets or all of it. Throws UsageError for a name that fits no test of any list.
void keep_chosen(std::vector<ListView>& views, const Selection& selection);

}  // namespace perfc::driver
