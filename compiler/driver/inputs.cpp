#include "compiler/driver/inputs.hpp"

#include <cerrno>

#include "compiler/diag/codes.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc::driver {

std::string shown_operand(const std::string& path) { return path == "-" ? "<stdin>" : path; }

bool Inputs::readable(const std::string& path, const FileText& read, Span at) {
  if (read.error != 0) {
    diags_.report(codes::cannot_read, at, path, reason_text(read.error));
  } else if (read.too_large != 0) {
    diags_.report(codes::too_large, Span{sources_.add(path, ""), 0, 0}, mebibytes(read.too_large));
  }
  return read.error == 0 && read.too_large == 0;
}

std::optional<FileText> Inputs::read_operand(const std::string& path) {
  FileText read = files_.read(path);
  machine_failed_ = machine_failed_ || read.error != 0;
  if (!readable(shown_operand(path), read, Span{})) return std::nullopt;
  return read;
}

std::optional<FileId> Inputs::operand(const std::string& path) {
  std::optional<FileText> read = read_operand(path);
  if (!read) return std::nullopt;
  return sources_.add(shown_operand(path), std::move(read->text));
}

std::optional<Document> Inputs::yaml_operand(const std::string& path) {
  const auto file = operand(path);
  return file ? read_yaml(sources_, *file, diags_) : std::nullopt;
}

std::optional<FileId> Inputs::find(const std::string& path, Span at) {
  FileText read = files_.read(path);
  if (read.error == ENOENT || read.error == ENOTDIR) return std::nullopt;
  if (!readable(path, read, at)) return std::nullopt;
  return sources_.add(path, std::move(read.text));
}

int Inputs::finish(const Arguments& arguments) const {
  print_findings(diags_, sources_, arguments);
  if (machine_failed_) return kMachine;
  return diags_.failed() ? kFindings : kFine;
}

}  // namespace perfc::driver
