// Host and user as ssh and rsync take them.
#pragma once

#include <string>
#include <string_view>

namespace perfc {

// Why the text cannot be part of an ssh address; empty when it can.
[[nodiscard]] std::string ssh_defect(std::string_view text);

inline constexpr std::string_view kSshAddressHelp =
    "letters, digits, '.', '_' and '-' may stand there; give any other address a name in ~/.ssh/config";

}  // namespace perfc
