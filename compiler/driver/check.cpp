// perfc check: everything that is wrong with a program, or likely so. Writes nothing without --fix.
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/findings.hpp"
#include "compiler/driver/fix.hpp"
#include "compiler/driver/result.hpp"

namespace perfc::driver {

int run_check(const Arguments& arguments) {
  const FindingsFormat format = findings_format(arguments);
  if (arguments.has("diff") && !arguments.has("fix")) throw UsageError{"--diff goes with --fix", {}};
  RecordedFiles files;
  CompileOptions options = compile_options_or_trial(arguments, files);
  options.lint = lint_options(arguments);
  if (arguments.has("fix")) return run_fix(options, format, arguments, files);
  const Compilation& compilation = compile_for_good(files, options);
  check_result_path(arguments, files);
  return print_findings(format, compilation, arguments);
}

}  // namespace perfc::driver
