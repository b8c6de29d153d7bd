#pragma once

#include <string>
#include <string_view>

namespace perfc {

// 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view text);

}  // namespace perfc
