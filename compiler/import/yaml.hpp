// YAML as PyYAML reads it, with places: the one way into this program for configurations that somebody else wrote.
#pragma once

#include <optional>

#include "compiler/base/document.hpp"
#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// The one document of the file; nothing after an error, which is reported. Anchors, aliases, merge keys and the
// standard tags are resolved, so what comes back is plain values; every span points to where the value itself was
// written. Takes any bytes: inputs that are no UTF-8, too large, too deep or that expand without end are refused.
[[nodiscard]] std::optional<Document> read_yaml(const Sources& sources, FileId file, Diagnostics& diags);

}  // namespace perfc
