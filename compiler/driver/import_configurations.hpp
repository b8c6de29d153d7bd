// Configurations -> .perf source that gives them back: what was written is compiled and exported again, compared with
// the file, and changed until both are equal. A file that the language cannot say all of stays the base of its
// topologies.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "compiler/migrate/config_source.hpp"

namespace perfc::driver {

struct ConfigurationFile {
  std::string path;                        // as the command line has it
  std::function<std::string()> yaml_path;  // as the program that is written sees it
  std::string output;                      // that program, below the folder of all of them
  std::string stem;
  FileId file = kNoFile;
  const Document* document = nullptr;
};

struct ConfigurationProgram {
  std::optional<std::string> text;  // nothing for a file with errors
  bool in_yaml = false;             // it starts from the file
  FileId base = kNoFile;            // the program that starts from the file and was checked
  // As it was read, and what its topologies are part of; nothing where nobody wants it.
  ImportedConfiguration source;
  std::shared_ptr<const void> source_of;
};

// Whether a YAML document describes a deployment.
[[nodiscard]] bool is_configuration(const Document& document);

// The programs of `configurations`, in their order, with their sources if these are to be kept. Findings go to
// `compilation`, whose loader has read the files.
[[nodiscard]] std::vector<ConfigurationProgram> import_configurations(
    const std::vector<ConfigurationFile>& configurations, bool keep_sources, Compilation& compilation);

}  // namespace perfc::driver
