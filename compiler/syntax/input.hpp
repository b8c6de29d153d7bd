// What a text must be before it is parsed at all.
#pragma once

#include <string_view>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc::syntax {

// Reports a text that is too large, not UTF-8, or holds control characters. False when it cannot be parsed: for control
// characters only where `instead` says what to give in place of a file that is no text.
bool check_input(std::string_view text, FileId file, Diagnostics& diags, std::string_view instead = {});

// Length of the UTF-8 sequence at the start of `text`, 0 when it is not valid.
std::size_t code_point_length(std::string_view text);

// Control characters other than tab and line breaks; a carriage return counts unless a line feed follows.
bool is_control(std::string_view text, std::size_t at);

}  // namespace perfc::syntax
