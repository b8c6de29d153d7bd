// Which comments are documentation.
#pragma once

#include <string_view>

namespace perfc {

// `## text`, not the `###...` of banners.
[[nodiscard]] constexpr bool is_documentation(std::string_view comment) {
  return comment.starts_with("##") && !comment.starts_with("###");
}

}  // namespace perfc
