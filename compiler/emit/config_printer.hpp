// Documents and strings as YAML text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/base/document.hpp"

namespace YAML {
class Emitter;
}

namespace perfc {

// The entries of a map as block YAML with a line break at its end; empty without entries. PyYAML reads back the same
// values of the same types. Styles and brackets are those of the document wherever they can hold its text.
[[nodiscard]] std::string print_yaml(std::span<const Document::Entry> entries);

// A string as a value for yaml-cpp, unquoted where that reads as itself. The emitter's own way to find that out matches
// each character against regular expressions, which takes twenty times as long as all the rest.
void write_string(YAML::Emitter& out, std::string_view text);

}  // namespace perfc
