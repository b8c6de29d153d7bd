#include "compiler/driver/import_files.hpp"

namespace perfc::driver {

FileText ImportFiles::read(const std::string& path) {
  const auto known = known_.find(path);
  return known != known_.end() ? known->second : known_.emplace(path, disk_.read(path)).first->second;
}

}  // namespace perfc::driver
