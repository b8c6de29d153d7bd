// The one layout of .perf text, which `perfc fmt` and the importers write. docs/formatting.md has its rules.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace perfc::syntax {

// Columns of a line, where it can be broken at all; a comment behind it does not count.
inline constexpr std::size_t kLineWidth = 120;

// `text`, which must parse, in the layout: the same tokens and comments in the same order but for commas that a line
// break stands for. Linear in the length of the text.
[[nodiscard]] std::string layout(std::string_view text);

}  // namespace perfc::syntax
