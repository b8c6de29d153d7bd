// What the name of a file says.
#pragma once

#include <string>
#include <string_view>

namespace perfc {

// "lists/nightly.yml": nightly. A name that begins with its only dot is kept whole.
[[nodiscard]] std::string_view file_stem(std::string_view path);
// "lists/disagg/nightly.yml": disagg; empty when the path has no folder.
[[nodiscard]] std::string_view folder_name(std::string_view path);
// "lists/Nightly.YML": .yml; empty when there is none.
[[nodiscard]] std::string lower_suffix(std::string_view path);

}  // namespace perfc
