#include "compiler/driver/result.hpp"

#include <fmt/format.h>

#include <string>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"

namespace perfc::driver {

void check_result_path(const Arguments& arguments, const RecordedFiles& files) {
  const std::string path = arguments.value("output", "-");
  if (path != "-" && files.has_read(path))
    throw UsageError{fmt::format("--output '{}' is the FILE that is read", displayed(path)), {}};
}

int write_result(const Arguments& arguments, std::string_view text) {
  const std::string path = arguments.value("output", "-");
  if (path == "-") {
    print(text);
    return kFine;
  }
  try {
    write_whole_file(path, text);
  } catch (const IoError& error) {
    Diagnostics diags;
    diags.report(codes::cannot_write, Span{}, displayed(error.path), reason_text(error.reason));
    print_findings(diags, Sources{}, arguments);
    return kMachine;
  }
  return kFine;
}

}  // namespace perfc::driver
