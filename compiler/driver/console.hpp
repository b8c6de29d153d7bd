// Standard output, standard error and what is known about the terminal behind them.
#pragma once

#include <cstdio>
#include <string_view>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/driver/command.hpp"

namespace perfc::driver {

// Results and findings. What cannot be written is noticed by finish_output().
void print(std::string_view text);
void print_error(std::string_view text);

// The findings on standard error; with --all not only the first ones.
void print_findings(const Diagnostics& diags, const Sources& sources, const Arguments& arguments);

// Whether to colour what goes to `stream`: --color, else a terminal while NO_COLOR is unset or empty. Throws
// UsageError.
bool wants_color(const Arguments& arguments, std::FILE* stream);

// Writes out what is buffered. Gives `status`, or kMachine with a line on standard error when standard output failed.
int finish_output(int status);

}  // namespace perfc::driver
