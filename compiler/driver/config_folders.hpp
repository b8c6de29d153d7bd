// Configuration files by name, from the folders where the tests of a list may have theirs.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/driver/files.hpp"
#include "compiler/import/test_mode.hpp"

namespace perfc::driver {

// What has been read, for all lists of one run.
class ConfigStore {
 public:
  ConfigStore(Files& files, Sources& sources, Diagnostics& diags) : files_(files), sources_(sources), diags_(diags) {}
  // Null, with a warning for the test at `at`, when the file is no YAML map.
  const Document* read(const std::string& path, Span at);

 private:
  Files& files_;
  Sources& sources_;
  Diagnostics& diags_;
  std::map<std::string, std::optional<Document>, std::less<>> documents_;
};

// Whether the folders of --configs are there; those that are not are reported.
[[nodiscard]] bool check_folders(const std::vector<std::string>& folders, Diagnostics& diags);

// The first file of a name counts, in this order: beside the list, in `folders` and all that is below them, in the
// places that the repository has for configurations when the list lies in one. Folders are read when the first name is
// asked for.
class ConfigFolders : public Configurations {
 public:
  // `list_path` empty: the list lies nowhere.
  ConfigFolders(std::string list_path, const std::vector<std::string>& folders, ConfigStore& store)
      : list_path_(std::move(list_path)), folders_(folders), store_(store) {}

  std::optional<Found> find(std::string_view name, Span at) override;

 private:
  void index();
  void add_folder(const std::string& folder);
  void add_tree(const std::string& folder);
  void add_repository(const std::string& folder);
  void add_file(const std::string& path);

  std::string list_path_;
  const std::vector<std::string>& folders_;
  ConfigStore& store_;
  bool indexed_ = false;
  std::unordered_map<std::string, std::string> paths_;  // by name
};

}  // namespace perfc::driver
