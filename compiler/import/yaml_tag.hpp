// Explicit tags: `!!str 12` is a string, `!!float 3` is 3.0.
#pragma once

#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// Writes what the tag says into the node's style and text, so that nobody later needs to know of tags. False, with a
// diagnostic, for tags that PyYAML's safe loader refuses and those that do not fit the node.
[[nodiscard]] bool apply_tag(std::string_view tag, Document& node, Diagnostics& diags);

}  // namespace perfc
