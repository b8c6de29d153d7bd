// What commands that write to DIR have in common: its name, and what they say when it cannot be written.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "compiler/driver/output.hpp"

namespace perfc::driver {

// The value of -o without slashes at its end. Throws UsageError for what is no name of a folder.
[[nodiscard]] std::string output_dir(std::string written);

// A line for each file; gives the number of those that were not there already as they are.
std::size_t print_written(const std::vector<Artefact>& files, const std::vector<FolderState>& states,
                          const std::string& dir);

// Runs `write`; what the machine refuses is a diagnostic like any other, and a signal ends the process as it would
// have.
int guarded_output(const Compilation& compilation, const Arguments& arguments, const std::string& dir,
                   const std::function<int()>& write);

}  // namespace perfc::driver
