// The words that cannot be names.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace perfc::syntax {

inline constexpr std::array<std::string_view, 10> kReserved{"true", "false", "null", "and",  "or",
                                                            "not",  "in",    "if",   "else", "for"};

inline bool is_reserved(std::string_view word) { return std::ranges::find(kReserved, word) != kReserved.end(); }

}  // namespace perfc::syntax
