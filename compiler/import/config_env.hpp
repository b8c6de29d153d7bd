// Environment texts of a configuration: `worker_env_var: "A=1 B=2"`.
#pragma once

#include <string_view>

#include "compiler/import/config_tree.hpp"

namespace perfc {

// The field `name` (`env` or `client_env`) for such a text: a map where the map gives back the same bytes, else the
// text itself. Null for an empty text.
[[nodiscard]] const syntax::Statement* import_env(std::string_view name, const Document::Entry& entry,
                                                  ConfigTree& tree);

}  // namespace perfc
