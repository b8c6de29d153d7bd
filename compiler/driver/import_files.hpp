// What an import reads: files of the disk, looked at before it is known what they are.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/driver/files.hpp"

namespace perfc::driver {

class ImportFiles : public Files {
 public:
  // What was looked at or read ahead is handed out once, without a copy.
  FileText read(const std::string& path) override;
  // Holds until it is read.
  const FileText& look_at(const std::string& path);
  // The same for all of these, on all processors.
  void read_ahead(const std::vector<std::string>& paths);

 private:
  DiskFiles disk_;
  std::map<std::string, FileText, std::less<>> known_;  // standard input can be read only once
};

}  // namespace perfc::driver
