// Text in columns, for people.
#pragma once

#include <string>
#include <vector>

namespace perfc::driver {

using TableRow = std::vector<std::string>;

// A line for each row, without its line break; columns are two blanks apart. Rows are of one length; `numbers` says
// which columns stand to the right and may be shorter.
[[nodiscard]] std::vector<std::string> aligned(const std::vector<TableRow>& rows,
                                               const std::vector<bool>& numbers = {});

}  // namespace perfc::driver
