// Texts as paths and lists. A part that is known only at run time is never looked into.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/program/text.hpp"

namespace perfc {

// The pieces between `mark`s; "a" gives one piece, "" gives one empty piece.
std::vector<Text> split(const Text& text, char mark);
Text join(const std::vector<Text>& pieces, std::string_view mark);
// "/data/" becomes "/data"; "/" stays.
Text without_trailing_slash(const Text& path);
// False only when the first character is known and is no '/'.
bool may_be_absolute(const Text& path);
// How many characters are known, for telling the longer of two prefixes of one path.
std::size_t known_size(const Text& text);
bool holds(const Text& text, char mark);

}  // namespace perfc
