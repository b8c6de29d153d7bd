// perfc import --share: declarations that several configurations have in common, in one program that theirs use.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/import_configurations.hpp"

namespace perfc::driver {

// Beside the programs that use it.
inline constexpr std::string_view kSharedName = "shared.perf";

// Rewrites the texts of `programs` (of `configurations`, in their order) that have something in common; gives the text
// of the shared program, nothing where there is none. A program that would not give back its file stays as it is.
[[nodiscard]] std::optional<std::string> share_declarations(const std::vector<ConfigurationFile>& configurations,
                                                            std::vector<ConfigurationProgram>& programs,
                                                            Compilation& compilation);

}  // namespace perfc::driver
