#include "compiler/driver/inputs.hpp"

#include <cerrno>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/text.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc::driver {

std::optional<FileId> Inputs::keep(const std::string& path, FileText read, Span at) {
  if (read.error != 0) {
    diags_.report(codes::cannot_read, at, path, reason_text(read.error));
    return std::nullopt;
  }
  const FileId file = sources_.add(path, std::move(read.text));
  if (read.too_large == 0) return file;
  diags_.report(codes::too_large, Span{file, 0, 0}, mebibytes(read.too_large));
  return std::nullopt;
}

std::optional<FileId> Inputs::operand(const std::string& path) {
  FileText read = files_.read(path);
  machine_failed_ = machine_failed_ || read.error != 0;
  return keep(path == "-" ? "<stdin>" : path, std::move(read), Span{});
}

std::optional<Document> Inputs::yaml_operand(const std::string& path) {
  const auto file = operand(path);
  return file ? read_yaml(sources_, *file, diags_) : std::nullopt;
}

std::optional<FileId> Inputs::find(const std::string& path, Span at) {
  FileText read = files_.read(path);
  if (read.error == ENOENT || read.error == ENOTDIR) return std::nullopt;
  return keep(path, std::move(read), at);
}

int Inputs::finish(const Arguments& arguments) const {
  TextOptions options;
  options.color = wants_color(arguments, stderr);
  print_error(render_text(diags_, sources_, options));
  if (machine_failed_) return kMachine;
  return diags_.failed() ? kFindings : kFine;
}

}  // namespace perfc::driver
