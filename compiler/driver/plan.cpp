// perfc plan: who runs where.
#include "compiler/plan/plan.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/text.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/plan_table.hpp"
#include "compiler/emit/manifest.hpp"

namespace perfc::driver {
namespace {

// The object of the suite; an array of them when the program has several.
std::string plan_json(const std::vector<SuitePlan>& plans) {
  if (plans.size() == 1) return emit_plan_json(plans[0]);
  std::string text = "[";
  for (std::size_t i = 0; i < plans.size(); ++i) {
    std::string object = emit_plan_json(plans[i]);
    while (!object.empty() && object.back() == '\n') object.pop_back();
    text += (i == 0 ? "\n" : ",\n") + object;
  }
  return text + (plans.empty() ? "]\n" : "\n]\n");
}

// As a whole or not at all: what was there stays until the new text is complete. A device or pipe is written to as it
// is.
void write_file(const std::string& path, std::string_view text) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    if (S_ISDIR(status.st_mode)) throw IoError{path, EISDIR};
    Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd.open()) throw IoError{path, errno};
    write_all(fd, text, path);
    return;
  }
  const std::string beside = fmt::format("{}.perfc-{}", path, ::getpid());
  try {
    write_new_file(AT_FDCWD, beside.c_str(), text, false, path);
    if (::rename(beside.c_str(), path.c_str()) != 0) throw IoError{path, errno};
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace

int run_plan(const Arguments& arguments) {
  const std::string format = arguments.value("format", "table");
  if (format != "table" && format != "json") {
    throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: table, json"}};
  }
  DiskFiles files;
  const Compilation& compilation = compile_for_good(files, compile_options(arguments));
  const int status = report(compilation, arguments);
  if (status != kFine) return status;
  const std::string text = format == "json" ? plan_json(compilation.plans) : plan_table(compilation.plans);
  const std::string path = arguments.value("output", "-");
  if (path == "-") {
    print(text);
    return kFine;
  }
  try {
    write_file(path, text);
  } catch (const IoError& error) {
    Diagnostics diags;
    diags.report(codes::cannot_write, Span{}, error.path, reason_text(error.reason));
    TextOptions options;
    options.color = wants_color(arguments, stderr);
    print_error(render_text(diags, compilation.sources, options));
    return kMachine;
  }
  return kFine;
}

}  // namespace perfc::driver
