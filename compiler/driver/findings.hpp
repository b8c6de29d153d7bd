// What `perfc check` says, in the form that was asked for.
#pragma once

#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"

namespace perfc::driver {

enum class FindingsFormat : unsigned char { text, json, sarif, github };

// --format, with --output. Throws UsageError.
FindingsFormat findings_format(const Arguments& arguments);

// Text goes to standard error; the forms for programs are results and go to standard output, or to the file of
// --output, with the summary on standard error. Gives the exit status: that of the compilation, or kMachine.
int print_findings(FindingsFormat format, const Compilation& compilation, const Arguments& arguments);

}  // namespace perfc::driver
