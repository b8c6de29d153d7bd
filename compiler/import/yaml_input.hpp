// What a file must be before libyaml may look at it.
#pragma once

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// False, with a diagnostic, for a file over 64 MiB, one that is not UTF-8, and one with a character that YAML forbids.
[[nodiscard]] bool check_yaml_input(const Source& source, FileId file, Diagnostics& diags);

}  // namespace perfc
