// The files of a command that is no compilation: each read once, with the findings about them.
#pragma once

#include <optional>
#include <string>

#include "compiler/base/document.hpp"
#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/files.hpp"

namespace perfc::driver {

// How a path of the command line is shown: "-" is standard input.
[[nodiscard]] std::string shown_operand(const std::string& path);

class Inputs {
 public:
  // The text of a file that the command line names; what keeps us from reading it is the machine's failure. "-" is
  // standard input.
  std::optional<FileText> read_operand(const std::string& path);
  // The same as a source.
  std::optional<FileId> operand(const std::string& path);
  // The YAML document of such a file.
  std::optional<Document> yaml_operand(const std::string& path);
  // The file that is there, without a word where there is none of that name; anything else that keeps us from reading
  // it is reported for `at`.
  std::optional<FileId> find(const std::string& path, Span at);

  [[nodiscard]] std::string_view text(FileId file) const { return sources_[file].text; }
  Sources& sources() { return sources_; }
  Files& files() { return files_; }
  Diagnostics& diags() { return diags_; }
  void machine_failed() { machine_failed_ = true; }

  // Prints all findings; gives the exit status.
  [[nodiscard]] int finish(const Arguments& arguments) const;

 private:
  bool readable(const std::string& path, const FileText& read, Span at);

  DiskFiles files_;
  Sources sources_;
  Diagnostics diags_;
  bool machine_failed_ = false;
};

}  // namespace perfc::driver
