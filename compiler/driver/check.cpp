// perfc check: everything that can be wrong with a program, nothing written.
#include <fmt/format.h>

#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"

namespace perfc::driver {

int run_check(const Arguments& arguments) {
  const std::string format = arguments.value("format", "text");
  if (format != "text") throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: text"}};
  DiskFiles files;
  return report(compile_for_good(files, compile_options_or_trial(arguments)), arguments);
}

}  // namespace perfc::driver
