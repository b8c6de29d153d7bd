// Configurations -> .perf source that gives them back: what was written is compiled and exported again, compared with
// the file, and changed until both are equal. A file that the language cannot say all of stays the base of its
// topologies. A thousand of them are read and written a few at a time, on all processors.
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
  // Once it has been read.
  FileId file = kNoFile;
  const Document* document = nullptr;
};

enum class YamlContent : std::uint8_t { unreadable, disaggregated, aggregated, other };

struct ConfigurationProgram {
  YamlContent content = YamlContent::unreadable;
  std::optional<std::string> text;  // nothing for a file with errors, and for one that is no configuration
  bool in_yaml = false;             // it starts from the file
  FileId base = kNoFile;            // the program that starts from the file and was checked
  // As it was read, and what its topologies are part of; nothing where nobody wants it.
  ImportedConfiguration source;
  std::shared_ptr<const void> source_of;
};

// Reads `files`, which are YAML, and makes the programs of those that are configurations, in the order of the files,
// with their sources if these are to be kept; then, and of files that are no configurations, the documents stay too.
// Findings go to `compilation`, but for those of files that cannot be opened.
[[nodiscard]] std::vector<ConfigurationProgram> import_configurations(std::vector<ConfigurationFile>& files,
                                                                      bool keep_sources, Compilation& compilation);

}  // namespace perfc::driver
