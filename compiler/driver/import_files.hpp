// What an import reads and makes: files of the disk, each read once, and programs that stand in no file yet.
#pragma once

#include <map>
#include <string>

#include "compiler/driver/files.hpp"

namespace perfc::driver {

class ImportFiles : public Files {
 public:
  // A program under a name that no file of the disk has.
  void make(const std::string& name, std::string text) { made_.files[name] = std::move(text); }
  FileText read(const std::string& path) override;

 private:
  MemoryFiles made_;
  DiskFiles disk_;
  std::map<std::string, FileText, std::less<>> known_;  // standard input can be read only once
};

}  // namespace perfc::driver
