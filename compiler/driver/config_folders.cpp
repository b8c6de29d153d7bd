#include "compiler/driver/config_folders.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "compiler/base/repository.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc::driver {
namespace {

namespace fs = std::filesystem;

// Where the repository of the tests has configurations, and what tells that a folder is one.
constexpr std::array kTrees = {kAggregatedConfigs, kDisaggregatedConfigs, kWideConfigs};

// What lies in a folder, by name; what cannot be read of it is left out.
std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  // No loop over a range: that throws when going on fails.
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator(); entry.increment(error))
    entries.push_back(*entry);
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

// The folder above `path` that holds the repository; empty when there is none.
fs::path repository_of(const fs::path& path) {
  for (fs::path folder = path.parent_path(); folder != folder.parent_path(); folder = folder.parent_path()) {
    const bool found =
        std::any_of(kTrees.begin(), kTrees.end(), [&](std::string_view tree) { return is_folder(folder / tree); });
    if (found) return folder;
  }
  return {};
}

}  // namespace

const Document* ConfigStore::read(const std::string& path, Span at) {
  const auto [found, fresh] = documents_.try_emplace(path);
  std::optional<Document>& document = found->second;
  if (!fresh) return document ? &*document : nullptr;
  FileText text = files_.read(path);
  if (text.error != 0 || text.too_large != 0) {
    const std::string reason = text.error != 0 ? reason_text(text.error) : std::string("it is too large");
    diags_.report(codes::list_configuration, at, path).advise(reason);
    return nullptr;
  }
  const FileId file = sources_.add(path, std::move(text.text));
  Diagnostics own;
  document = read_yaml(sources_, file, own);
  if (document && document->kind == Document::Kind::mapping) return &*document;
  Diagnostic& report = diags_.report(codes::list_configuration, at, path);
  if (own.all().empty()) {
    report.note(document->span, "a configuration is a map");
  } else {
    report.note(own.all().front().span, own.all().front().message);
  }
  document.reset();
  return nullptr;
}

bool check_folders(const std::vector<std::string>& folders, Diagnostics& diags) {
  bool all = true;
  for (const std::string& folder : folders) {
    if (is_folder(folder)) continue;
    std::error_code found;
    const bool there = fs::exists(folder, found);
    const int reason = there ? ENOTDIR : found ? found.value() : ENOENT;
    diags.report(codes::cannot_read, Span{}, folder, reason_text(reason)).advise("--configs takes a folder");
    all = false;
  }
  return all;
}

void ConfigFolders::add_file(const std::string& path) {
  const fs::path file(path);
  if (file.extension() == ".yaml" || file.extension() == ".yml") paths_.try_emplace(file.stem().string(), path);
}

void ConfigFolders::add_folder(const std::string& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : entries_of(folder.empty() ? "." : folder)) {
    if (!entry.is_directory(ignored)) add_file((fs::path(folder) / entry.path().filename()).string());
  }
}

// Files near the top first, then by name, so that the choice does not depend on the file system.
void ConfigFolders::add_tree(const std::string& folder) {
  add_folder(folder);
  std::error_code ignored;
  for (const fs::directory_entry& entry : entries_of(folder)) {
    const bool descend = entry.is_directory(ignored) && !entry.is_symlink(ignored) && !hidden(entry.path());
    if (descend) add_tree(entry.path().string());
  }
}

void ConfigFolders::add_repository(const std::string& folder) {
  for (const std::string_view tree : kTrees) add_tree((fs::path(folder) / tree).string());
}

void ConfigFolders::index() {
  indexed_ = true;
  if (!list_path_.empty()) add_folder(fs::path(list_path_).parent_path().string());
  for (const std::string& folder : folders_) {
    add_repository(folder);
    add_tree(folder);
  }
  if (list_path_.empty()) return;
  std::error_code ignored;
  const fs::path repository = repository_of(fs::absolute(list_path_, ignored));
  if (!repository.empty()) add_repository(repository.string());
}

std::optional<Configurations::Found> ConfigFolders::find(std::string_view name, Span at) {
  if (!indexed_) index();
  const auto found = paths_.find(std::string(name));
  if (found == paths_.end()) return std::nullopt;
  const Document* const root = store_.read(found->second, at);
  return root == nullptr ? std::nullopt : std::optional(Found{found->second, root});
}

}  // namespace perfc::driver
