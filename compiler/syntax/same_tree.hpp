// Whether two texts say the same: what the formatter must never change.
#pragma once

#include <string_view>

#include "compiler/syntax/tree.hpp"

namespace perfc::syntax {

// Equal but for places: declarations, statements, expressions, documentation comments. Trees of importers have
// documents, which are not compared.
[[nodiscard]] bool same_tree(const Tree& a, const Tree& b);

// The same comments in the same order. Each text is that of its tree.
[[nodiscard]] bool same_comments(const Tree& a, std::string_view a_text, const Tree& b, std::string_view b_text);

}  // namespace perfc::syntax
