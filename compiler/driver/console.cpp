#include "compiler/driver/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "compiler/diag/text.hpp"
#include "compiler/driver/filesystem.hpp"

namespace perfc::driver {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void print_error(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void print_findings(const Diagnostics& diags, const Sources& sources, const Arguments& arguments) {
  TextOptions options;
  options.color = wants_color(arguments, stderr);
  if (arguments.has("all")) options.limit = 0;
  print_error(render_text(diags, sources, options));
}

bool wants_color(const Arguments& arguments, std::FILE* stream) {
  const std::string when = arguments.value("color", "auto");
  if (when == "always") return true;
  if (when == "never") return false;
  if (when != "auto") throw UsageError{fmt::format("--color is auto, always or never, not '{}'", when), {}};
  const char* no_color = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): no thread is running yet
  if (no_color != nullptr && *no_color != '\0') return false;
  return isatty(fileno(stream)) == 1;
}

int finish_output(int status) {
  errno = 0;
  const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (!failed) return status;
  print_error(fmt::format("perfc: cannot write to standard output: {}\n", reason_text(errno)));
  return kMachine;
}

}  // namespace perfc::driver
