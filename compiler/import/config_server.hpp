// One server of an aggregated file.
#pragma once

#include "compiler/import/config_tree.hpp"

namespace perfc {

// The server of that name in `server_configs`; with an empty name the only one. Null after a diagnostic.
[[nodiscard]] const Document* choose_server(const Document& root, std::string_view name, Diagnostics& diags);

// The body of the topology for one server of the file.
[[nodiscard]] Statements import_server(const Document& root, const Document& server, ConfigTree& tree);

// Engine options as fields of a role. Options that a role's own fields would hide go into `extra { }`.
[[nodiscard]] Statements role_fields(const Document& options, ConfigTree& tree);

}  // namespace perfc
