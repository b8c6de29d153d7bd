// Whether two texts say the same: what the formatter must never change.
#pragma once

#include <string_view>

#include "compiler/syntax/tree.hpp"

namespace perfc::syntax {

// Equal but for places: declarations, statements, expressions, documentation comments. Trees of importers have
// documents, which are not compared.
[[nodiscard]] bool same_tree(const Tree& a, const Tree& b);

// The same words, signs and comments in the same order, each spelt alike, but for commas. Both must parse.
[[nodiscard]] bool same_spelling(std::string_view a, std::string_view b);

}  // namespace perfc::syntax
