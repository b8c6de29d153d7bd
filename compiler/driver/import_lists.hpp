// perfc import, for lists of tests: finds their configurations, and tries the program before anybody gets it, so that
// what does not check is a comment of it, and no error.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/command.hpp"
#include "compiler/driver/config_folders.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/import/list_program.hpp"

namespace perfc::driver {

class ListImporter {
 public:
  ListImporter(const Arguments& arguments, Files& files, Sources& sources, Diagnostics& diags);

  // The list as a program that will lie at `output` (empty: where the process runs); nothing after an error. `path`: as
  // the user wrote it. Throws UsageError for --cluster.
  std::optional<std::string> run(FileId file, const std::string& path, const std::string& output);

  // Other than kFine when the file of --cluster (whose findings are printed already) or a folder could not be used.
  [[nodiscard]] int status() const { return status_; }

 private:
  // The cluster of --cluster, once, if there is one; false when it could not be.
  bool read_cluster(const std::string& output);

  const Arguments& arguments_;
  Files& files_;
  Sources& sources_;
  Diagnostics& diags_;
  std::vector<std::string> folders_;
  ConfigStore store_{files_, sources_, diags_};
  std::optional<GivenCluster> cluster_;
  int status_ = kFine;
};

}  // namespace perfc::driver
