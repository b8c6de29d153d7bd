// A configuration of the performance tests, as a topology of the language: the same declaration that somebody would
// have written by hand, so that the ordinary checker checks it. All places are those of the YAML file.
#pragma once

#include <memory>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc {

// The topology of a disaggregated configuration, or of the server with this name in an aggregated file (an empty name
// means its only server). Null, with diagnostics, when the file is not such a configuration. The declaration belongs to
// `into` and keeps `document` alive, which its texts are views of. It is not put into `into.declarations`.
//
// The load becomes the block `benchmark`, environment texts the fields `env` of the topology, of its roles, of `router`
// and of `benchmark`, counts those of the roles; every other section keeps its name and its keys.
[[nodiscard]] const syntax::Declaration* import_topology(std::shared_ptr<const Document> document,
                                                         std::string_view server, FileId file, syntax::Tree& into,
                                                         Diagnostics& diags);

}  // namespace perfc
