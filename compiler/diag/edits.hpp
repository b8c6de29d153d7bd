// Fixes as changes of bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// What a fix changes, by place; a statement that goes takes its line or its comma with it. Nothing when the fix does
// not fit the texts: places in several files, beyond the end, or over one another.
std::optional<std::vector<Edit>> changes_of(const Fix& fix, const Sources& sources);

// What of a change messages speak of.
Span shown_of(const Edit& edit);

// Whether two changes of one file cannot both be made.
bool overlap(Span a, Span b);

// `text` with these changes of it, which are sorted by place and apart from one another.
std::string changed(std::string_view text, const std::vector<Edit>& edits);

// "'max_bach_size' -> 'max_batch_size'", "removed 'x = 3'", "added ','".
std::string described(const std::vector<Edit>& edits, const Sources& sources);

}  // namespace perfc
