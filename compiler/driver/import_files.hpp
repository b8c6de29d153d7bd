// What an import reads: files of the disk, each of them once.
#pragma once

#include <map>
#include <string>

#include "compiler/driver/files.hpp"

namespace perfc::driver {

class ImportFiles : public Files {
 public:
  FileText read(const std::string& path) override;

 private:
  DiskFiles disk_;
  std::map<std::string, FileText, std::less<>> known_;  // standard input can be read only once
};

}  // namespace perfc::driver
