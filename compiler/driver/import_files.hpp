// What an import reads: files of the disk, each of them once.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/driver/files.hpp"

namespace perfc::driver {

class ImportFiles : public Files {
 public:
  FileText read(const std::string& path) override;
  // The same for all of these, on all processors.
  void read_ahead(const std::vector<std::string>& paths);

 private:
  DiskFiles disk_;
  std::map<std::string, FileText, std::less<>> known_;  // standard input can be read only once
};

}  // namespace perfc::driver
