// The end of a counted word in a message.
#pragma once

#include <string_view>

namespace perfc {

// "1 node", "2 nodes".
template <class Count>
constexpr std::string_view plural(Count count) {
  return count == 1 ? "" : "s";
}

}  // namespace perfc
