// perfc import: files of other kinds as programs.
#include <fmt/format.h>

#include <map>

#include "compiler/base/file_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/diag/text.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/import/foreign.hpp"

namespace perfc::driver {
namespace {

class Importer {
 public:
  explicit Importer(const Arguments& arguments) : arguments_(arguments) {}

  // Where each FILE goes; no two to the same place.
  void name_outputs() {
    if (!arguments_.has("output")) return;
    const std::string dir = arguments_.value("output");
    if (dir.empty()) throw UsageError{"-o takes the name of a folder", {}};
    std::map<std::string, std::string> taken;
    for (const std::string& path : arguments_.operands) {
      const std::string name = path == "-" ? "stdin" : std::string(file_stem(path));
      outputs_.push_back(fmt::format("{}{}{}.perf", dir, dir.ends_with('/') ? "" : "/", name));
      const auto [found, fresh] = taken.try_emplace(outputs_.back(), path);
      if (!fresh) {
        throw UsageError{fmt::format("'{}' and '{}' would both become {}", found->second, path, outputs_.back()),
                         {"import them into folders of their own"}};
      }
    }
  }

  void add(const std::string& path) {
    FileText read = files_.read(path);
    const std::string shown = path == "-" ? "<stdin>" : path;
    if (read.error != 0) {
      diags_.report(codes::cannot_read, Span{}, shown, reason_text(read.error));
      machine_failed_ = true;
    } else if (read.too_large != 0) {
      diags_.report(codes::too_large, Span{sources_.add(shown, ""), 0, 0}, mebibytes(read.too_large));
    } else if (auto text = import_file(sources_, sources_.add(shown, std::move(read.text)), diags_)) {
      texts_.push_back(std::move(*text));
    }
  }

  // Writes what came of all FILEs, unless one of them failed; gives the exit status.
  int finish() {
    if (!diags_.failed() && !outputs_.empty()) write();
    TextOptions options;
    options.color = wants_color(arguments_, stderr);
    if (arguments_.has("all")) options.limit = 0;
    print_error(render_text(diags_, sources_, options));
    if (machine_failed_) return kMachine;
    if (diags_.failed()) return kFindings;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      print(outputs_.empty() ? (i == 0 ? "" : "\n") + texts_[i] : outputs_[i] + "\n");
    }
    return kFine;
  }

 private:
  void write() {
    MadeFolders made;
    try {
      made.make(arguments_.value("output"));
      for (std::size_t i = 0; i < texts_.size(); ++i) {
        if (files_.read(outputs_[i]).text != texts_[i]) write_whole_file(outputs_[i], texts_[i]);
      }
    } catch (const IoError& error) {
      made.take_back();
      diags_.report(codes::cannot_write, Span{}, error.path, reason_text(error.reason));
      machine_failed_ = true;
    }
  }

  const Arguments& arguments_;
  DiskFiles files_;
  Sources sources_;
  Diagnostics diags_;
  std::vector<std::string> outputs_;  // empty: standard output
  std::vector<std::string> texts_;
  bool machine_failed_ = false;
};

}  // namespace

int run_import(const Arguments& arguments) {
  if (arguments.operands.empty()) throw UsageError{"no FILE given", {"- reads standard input"}};
  Importer importer(arguments);
  importer.name_outputs();
  for (const std::string& path : arguments.operands) importer.add(path);
  return importer.finish();
}

}  // namespace perfc::driver
