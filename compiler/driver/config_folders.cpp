#include "compiler/driver/config_folders.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "compiler/diag/codes.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc::driver {
namespace {

namespace fs = std::filesystem;

// Where the repository of the tests has configurations, and what tells that a folder is one.
constexpr std::array<std::string_view, 3> kTrees = {
    "tests/scripts/perf-sanity",
    "tests/integration/defs/perf/disagg/test_configs/disagg/perf",
    "tests/integration/defs/perf/disagg/test_configs/wideep/perf",
};

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

void ConfigFolders::add_file(const std::string& path) {
  const fs::path file(path);
  if (file.extension() == ".yaml" || file.extension() == ".yml") paths_.try_emplace(file.stem().string(), path);
}

void ConfigFolders::add_folder(const std::string& folder) {
  std::error_code ignored;
  std::vector<std::string> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.empty() ? "." : folder, ignored)) {
    if (!entry.is_directory(ignored)) found.push_back((fs::path(folder) / entry.path().filename()).string());
  }
  std::sort(found.begin(), found.end());
  for (const std::string& path : found) add_file(path);
}

// Files near the top first, then by name, so that the choice does not depend on the file system.
void ConfigFolders::add_tree(const std::string& folder) {
  add_folder(folder);
  std::error_code ignored;
  std::vector<std::string> below;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const bool descend = entry.is_directory(ignored) && !entry.is_symlink(ignored) && !hidden(entry.path());
    if (descend) below.push_back(entry.path().string());
  }
  std::sort(below.begin(), below.end());
  for (const std::string& each : below) add_tree(each);
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
