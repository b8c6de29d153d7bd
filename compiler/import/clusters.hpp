// Cluster files -> .perf source.
#pragma once

#include <optional>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// A declaration `cluster name { ... }` for each section, in order, with the file's comments; nothing after an error.
[[nodiscard]] std::optional<std::string> import_clusters(const Sources& sources, FileId file, Diagnostics& diags);

}  // namespace perfc
