// Where the result of a command goes that makes one text: the file of --output, or standard output.
#pragma once

#include <string_view>

#include "compiler/driver/command.hpp"
#include "compiler/driver/files.hpp"

namespace perfc::driver {

// To be asked before anything is written, when all has been read. Throws UsageError where --output names a file that
// was: its text would be lost.
void check_result_path(const Arguments& arguments, const RecordedFiles& files);

// Gives kFine, or kMachine where the file cannot be written, having said so.
int write_result(const Arguments& arguments, std::string_view text);

}  // namespace perfc::driver
