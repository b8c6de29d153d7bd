// The load of a configuration: its section `benchmark`, or a client of an aggregated server.
#pragma once

#include "compiler/import/config_tree.hpp"

namespace perfc {

// The fields of `benchmark { }` for a disaggregated configuration. Lengths and data set of older files, which stand in
// the sections `sequence` and `environment`, are fetched from there.
[[nodiscard]] Statements import_load(const Document& root, const Document& benchmark, ConfigTree& tree);
// The same for one of an aggregated server's `client_configs`.
[[nodiscard]] Statements import_client(const Document& client, ConfigTree& tree);

}  // namespace perfc
