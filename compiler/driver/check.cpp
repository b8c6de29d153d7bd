// perfc check: everything that is wrong with a program, or likely so; nothing written.
#include <fmt/format.h>

#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"

namespace perfc::driver {

int run_check(const Arguments& arguments) {
  const std::string format = arguments.value("format", "text");
  if (format != "text") throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: text"}};
  DiskFiles files;
  CompileOptions options = compile_options_or_trial(arguments);
  options.lint = lint_options(arguments);
  return report(compile_for_good(files, options), arguments);
}

}  // namespace perfc::driver
