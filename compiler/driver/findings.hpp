// What `perfc check` says, in the form that was asked for.
#pragma once

#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"

namespace perfc::driver {

enum class FindingsFormat : unsigned char { text, json, sarif, github };

// --format. Throws UsageError.
FindingsFormat findings_format(const Arguments& arguments);

// Text goes to standard error; the forms for programs are results and go to standard output, with the summary on
// standard error.
void print_findings(FindingsFormat format, const Compilation& compilation, const Arguments& arguments);

}  // namespace perfc::driver
