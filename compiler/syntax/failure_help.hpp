// What to write instead, for plain syntax errors whose surroundings show what was meant.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/diag/diagnostic.hpp"
#include "grammar/expectation.hpp"

namespace perfc::syntax {

// Adds to `found`, which says that at `at` in `text` something else was expected, at most one line of help, with a fix
// where it says all of what to write.
void advise_syntax(Diagnostic& found, grammar::Slot expected, std::string_view text, std::uint32_t at);

}  // namespace perfc::syntax
