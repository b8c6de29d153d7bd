// What an import reads: files of the disk, each of them once.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/driver/files.hpp"

namespace perfc::driver {

class ImportFiles : public Files {
 public:
  FileText read(const std::string& path) override { return look_at(path); }
  // The same without a copy, for as long as this object lives.
  const FileText& look_at(const std::string& path);
  // The same for all of these, on all processors.
  void read_ahead(const std::vector<std::string>& paths);

 private:
  DiskFiles disk_;
  std::map<std::string, FileText, std::less<>> known_;  // standard input can be read only once
};

}  // namespace perfc::driver
