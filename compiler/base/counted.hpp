// "1 node", "2 nodes".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace perfc {

[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

}  // namespace perfc
