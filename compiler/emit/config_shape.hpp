// What a topology's `configuration { }` says: a configuration that was made, in the shape that a file had.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// First leaves out, then sets, then orders. Paths that lead nowhere are passed over.
void apply_shape(Document& configuration, const ConfigShape& shape);

}  // namespace perfc
