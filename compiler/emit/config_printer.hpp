// Documents as YAML text. The only place that knows yaml-cpp's emitter.
#pragma once

#include <string>

#include "compiler/base/document.hpp"

namespace perfc {

// `map` as block YAML with a line break at its end; empty for a map without entries. PyYAML reads back the same values
// of the same types. Styles and brackets are those of the document wherever they can hold its text.
[[nodiscard]] std::string print_yaml(const Document& map);

}  // namespace perfc
