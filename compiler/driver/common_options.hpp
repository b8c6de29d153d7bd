// Options that several commands take.
#pragma once

#include <array>

#include "compiler/driver/command.hpp"

namespace perfc::driver {

inline constexpr Option kColor = {"color", 0, "WHEN", "auto (a terminal, and NO_COLOR unset), always or never", false};
inline constexpr Option kHelp = {"help", 'h', "", "show this page", false};
inline constexpr std::array kPlainOptions = {kColor, kHelp};

inline constexpr Option kMode = {"mode", 0, "MODE", "only tests of this mode: single-agg, multi-agg, disagg or all",
                                 false};

}  // namespace perfc::driver
