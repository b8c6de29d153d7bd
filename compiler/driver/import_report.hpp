// The report of an import: what was found of each file, by the reader, the checker and the lint rules.
#pragma once

#include <string>
#include <vector>

#include "compiler/driver/import_configurations.hpp"
#include "compiler/migrate/report.hpp"

namespace perfc::driver {

// A file of an import, and what came of it.
struct ReportInput {
  std::string path;
  FileId file = kNoFile;
  std::string kind;                    // "disaggregated", "aggregated", "test list", "cluster file", "YAML"
  std::string program;                 // where it was written, or would be
  const Document* document = nullptr;  // of a configuration
  const ConfigurationProgram* converted = nullptr;  // the same
  Outcome outcome = Outcome::program;               // in_yaml follows from 'converted'
  std::vector<const Diagnostic*> unplaced;          // about the file, but at no place in it: it cannot be read
};

[[nodiscard]] MigrationReport migration_report(const std::vector<ReportInput>& files, const Compilation& compilation);

// What was found and is about none of the files.
[[nodiscard]] Diagnostics findings_beside(const std::vector<ReportInput>& files, const Compilation& compilation);

}  // namespace perfc::driver
