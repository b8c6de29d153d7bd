// One line of a list: a test, what follows it, and the mark in its comment. All kinds of lists write tests the same
// way.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/base/test_list.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// `line` is a scalar: an item of a YAML list, or a line of a text without its comment. Nothing, with a diagnostic, when
// the line is no test.
[[nodiscard]] std::optional<ListedTest> read_list_line(const Document& line, Diagnostics& diags);

// Where the comment of a line begins, its '#'; npos when there is none. A '#' inside of brackets is
// none, nor, behind the id, one inside of parentheses or quotes.
[[nodiscard]] std::size_t comment_of(std::string_view line);

// The mode that a comment marks: `# mode:multi-agg`, nothing after it. `comment` begins with '#' and stands at `span`.
// What looks like a mark and is none is warned about.
[[nodiscard]] std::optional<Mode> read_mark(std::string_view comment, Span span, Diagnostics& diags);

}  // namespace perfc
