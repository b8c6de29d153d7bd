// Text -> tree.
#pragma once

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc::syntax {

// Nesting of brackets, conditions and `else if`, beyond which a text is refused.
inline constexpr unsigned kMaxNesting = 256;
// Height of one expression's tree: long chains of operators are allowed, but later phases recurse over them.
inline constexpr unsigned kMaxHeight = 1000;
inline constexpr std::size_t kMaxBytes = std::size_t{64} << 20U;

// Reports every error and returns what could be read: declarations and statements with an error in them are left out,
// the others are there. The text of `file` must outlive the tree.
Tree parse(const Sources& sources, FileId file, Diagnostics& diags);

}  // namespace perfc::syntax
