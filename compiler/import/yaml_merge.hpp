// The merge key `<<: *defaults` of YAML 1.1, as PyYAML resolves it.
#pragma once

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// Replaces a plain `<<` by the entries of its map or list of maps: they come first, of several maps the first wins, and
// the map's own entries win over all. False, with a diagnostic, when the value holds anything but maps.
[[nodiscard]] bool resolve_merge_keys(Document& map, Diagnostics& diags);

}  // namespace perfc
