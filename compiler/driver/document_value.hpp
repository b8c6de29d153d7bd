// yaml("file") as a value of the language: what PyYAML would read, with places.
#pragma once

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/program/value.hpp"

namespace perfc::driver {

Value to_value(const Document& document, Diagnostics& diags);

}  // namespace perfc::driver
