// Where the result of a command goes that makes one text: the file of --output, or standard output.
#pragma once

#include <string_view>

#include "compiler/driver/command.hpp"

namespace perfc::driver {

// Throws UsageError where --output names one of the FILE arguments: its text would be lost.
void check_result_path(const Arguments& arguments);

// Gives kFine, or kMachine where the file cannot be written, having said so.
int write_result(const Arguments& arguments, std::string_view text);

}  // namespace perfc::driver
