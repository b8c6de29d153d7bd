// perfc check: everything that is wrong with a program, or likely so. Writes nothing without --fix.
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/findings.hpp"
#include "compiler/driver/fix.hpp"

namespace perfc::driver {

int run_check(const Arguments& arguments) {
  const FindingsFormat format = findings_format(arguments);
  if (arguments.has("diff") && !arguments.has("fix")) throw UsageError{"--diff goes with --fix", {}};
  CompileOptions options = compile_options_or_trial(arguments);
  options.lint = lint_options(arguments);
  if (arguments.has("fix")) return run_fix(options, format, arguments);
  DiskFiles files;
  const Compilation& compilation = compile_for_good(files, options);
  return print_findings(format, compilation, arguments);
}

}  // namespace perfc::driver
