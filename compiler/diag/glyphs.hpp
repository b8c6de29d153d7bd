// Text as a terminal shows it: code points and the cells they take. Written out here because wcwidth() depends on the
// locale of the process, and a diagnostic must look the same everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace perfc {

struct Glyph {
  std::size_t bytes = 1;  // that it takes in the text
  std::size_t cells = 1;  // that it takes on the screen: 0 to 4
  std::string_view
      shown;  // what stands for it: itself, four spaces for a tab, U+FFFD for what would steer the terminal
};

// The first glyph of a text that is not empty. A byte that is not UTF-8 is a glyph of its own, shown as U+FFFD.
Glyph next_glyph(std::string_view text);

// `text` with everything replaced that could steer a terminal or turn the reading direction; line breaks stay and are
// followed by two spaces, so that a name cannot pass itself off as a line of the compiler.
std::string displayed(std::string_view text);

}  // namespace perfc
