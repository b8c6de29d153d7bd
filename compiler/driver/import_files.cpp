#include "compiler/driver/import_files.hpp"

#include <utility>

#include "compiler/driver/workers.hpp"

namespace perfc::driver {

const FileText& ImportFiles::look_at(const std::string& path) {
  const auto known = known_.find(path);
  return known != known_.end() ? known->second : known_.emplace(path, disk_.read(path)).first->second;
}

FileText ImportFiles::read(const std::string& path) {
  if (path == "-") return look_at(path);
  const auto known = known_.extract(path);
  return known.empty() ? disk_.read(path) : std::move(known.mapped());
}

void ImportFiles::read_ahead(const std::vector<std::string>& paths) {
  std::vector<std::pair<const std::string, FileText>*> fresh;
  for (const std::string& path : paths) {
    if (const auto [place, added] = known_.try_emplace(path); added) fresh.push_back(&*place);
  }
  for_each_parallel(fresh.size(), usable_processors(),
                    [&](std::size_t i) { fresh[i]->second = disk_.read(fresh[i]->first); });
}

}  // namespace perfc::driver
