// Documents as YAML text.
#pragma once

#include <span>
#include <string>

#include "compiler/base/document.hpp"

namespace perfc {

// The entries of a map as block YAML with a line break at its end; empty without entries. PyYAML reads back the same
// values of the same types. Styles and brackets are those of the document wherever they can hold its text.
[[nodiscard]] std::string print_yaml(std::span<const Document::Entry> entries);

// A whole configuration, each section by itself: one that needs other means of writing leaves the rest as it is.
[[nodiscard]] std::string print_configuration(const Document& configuration);

}  // namespace perfc
