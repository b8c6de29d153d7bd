// Some configurations on their way to programs, from beginning to end on one thread.
#pragma once

#include <memory>
#include <vector>

#include "compiler/driver/import_configurations.hpp"

namespace perfc::driver {

struct ImportBatch {
  std::vector<const ConfigurationFile*> configurations;
  std::vector<FileId> bases;  // programs that start from them: `topology "x" : yaml("x.yaml") { }`
  Diagnostics found;          // when these were written; a file with an error in it is refused
};

struct ImportedBatch {
  std::vector<ConfigurationProgram> programs;  // in the order of the configurations
  Diagnostics found;
};

// `loader` has read the configurations and the standard library. May be called for several batches at once.
[[nodiscard]] ImportedBatch import_batch(ImportBatch batch, Sources& sources, const ModuleLoader& loader);

// The entry of an aggregated configuration for each of its servers; null for any other configuration.
[[nodiscard]] const Document* servers_of(const Document& root);
// Empty where it has none.
[[nodiscard]] std::string server_name(const Document& server);

}  // namespace perfc::driver
