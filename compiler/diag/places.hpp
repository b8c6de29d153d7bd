// Lines and columns of many places. Sources::position() scans from the start of the file each time, which is right for
// a few findings; whoever reports all of a large file asks here.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "compiler/base/source.hpp"

namespace perfc {

class Places {
 public:
  explicit Places(const Sources& sources) : sources_(sources) {}

  // As Sources::position() gives it.
  Position at(FileId file, std::uint32_t offset);

 private:
  struct File {
    std::vector<std::uint32_t> lines;  // where each begins
    std::uint32_t offset = 0;          // asked for last
    Position position;
  };
  const File& index(FileId file);

  const Sources& sources_;
  std::map<FileId, File> files_;
};

}  // namespace perfc
