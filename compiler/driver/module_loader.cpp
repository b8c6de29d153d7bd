#include "compiler/driver/module_loader.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "compiler/base/embedded.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/document_value.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/import/configuration.hpp"
#include "compiler/import/yaml.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kStandard = "std.";
constexpr std::string_view kFolder = "stdlib/";
constexpr std::string_view kSuffix = ".perf";

// The module that "stdlib/gb200.perf" or "stdlib/trtllm/schema.perf" belongs to: "gb200", "trtllm".
std::string_view module_name(std::string_view path) {
  path.remove_prefix(kFolder.size());
  const std::size_t slash = path.find('/');
  return slash != std::string_view::npos ? path.substr(0, slash) : path.substr(0, path.size() - kSuffix.size());
}

bool is_standard(const EmbeddedFile& file) { return file.path.starts_with(kFolder) && file.path.ends_with(kSuffix); }

// Nothing of that name, against something that the machine does not let us have.
bool means_absent(int error) {
  return error == ENOENT || error == ENOTDIR || error == EISDIR || error == ELOOP || error == ENAMETOOLONG;
}

}  // namespace

const syntax::Tree& ModuleLoader::parse(FileId file, Diagnostics& diags) {
  return trees_.emplace_back(syntax::parse(sources_, file, diags));
}

const syntax::Tree& ModuleLoader::text(std::string name, std::string text, Diagnostics& diags) {
  return parse(sources_.add(std::move(name), std::move(text)), diags);
}

void ModuleLoader::lend_standard() {
  if (engines_ == nullptr) engines_ = standard_engines(sources_, *this);
}

void ModuleLoader::borrow_standard(const ModuleLoader& other) {
  engines_ = other.engines_;
  for (const auto& [key, module] : other.modules_) {
    if (key.starts_with(kStandard)) modules_.emplace(key, module);
  }
}

void ModuleLoader::borrow_configuration(const ModuleLoader& other, const std::string& path) {
  const Yaml& lent = *other.yaml_paths_.at(path);
  Yaml& yaml = yaml_[path];
  yaml.file = yaml.tree.file = lent.file;
  yaml.document = lent.document;
  yaml_paths_[path] = &yaml;
}

const syntax::Tree* ModuleLoader::operand(const std::string& path) {
  const std::string shown = path == "-" ? "<stdin>" : path;
  FileText read = files_.read(path);
  if (read.error != 0) {
    unreadable(shown, read.error, Span{});
    machine_failed_ = true;  // a FILE that is missing is no error of a program
    return nullptr;
  }
  if (const auto known = modules_.find(read.identity); known != modules_.end()) return known->second.trees.front();
  const FileId file = sources_.add(shown, std::move(read.text));
  if (read.too_large != 0) {
    diags_.report(codes::too_large, Span{file, 0, 0}, mebibytes(read.too_large));
    return nullptr;
  }
  Module& made = modules_[read.identity];
  made = {shown, {&parse(file, diags_)}};
  paths_[path] = &made;
  return made.trees.front();
}

std::pair<FileId, const Document*> ModuleLoader::configuration_operand(const std::string& path) {
  const Yaml* const found = yaml(path, Span{});
  if (found == nullptr) machine_failed_ = true;  // as in operand()
  return found != nullptr ? std::pair(found->file, found->document.get()) : std::pair(kNoFile, nullptr);
}

bool ModuleLoader::text_operand(const std::string& path, FileId& file) {
  const std::string shown = path == "-" ? "<stdin>" : path;
  FileText read = files_.read(path);
  if (read.error != 0) {
    unreadable(shown, read.error, Span{});
    machine_failed_ = true;
    return false;
  }
  file = sources_.add(shown, std::move(read.text));
  if (read.too_large != 0) diags_.report(codes::too_large, Span{file, 0, 0}, mebibytes(read.too_large));
  return read.too_large == 0;
}

void ModuleLoader::unreadable(const std::string& path, int error, Span at) {
  if (!means_absent(error)) machine_failed_ = true;
  diags_.report(codes::cannot_read, at, path, reason_text(error));
}

std::string ModuleLoader::path_of(std::string_view path, FileId from) const {
  return from == kNoFile ? std::string(path) : beside(sources_[from].path, path);
}

const Imports::Module* ModuleLoader::module(std::string_view name, bool quoted, FileId from) {
  return quoted ? file_module(path_of(name, from)) : standard_module(name);
}

const Imports::Module* ModuleLoader::standard_module(std::string_view name) {
  if (const auto known = modules_.find(name); known != modules_.end()) return &known->second;
  if (!name.starts_with(kStandard)) return nullptr;
  Module made{std::string(name), {}};
  for (const EmbeddedFile& file : embedded_files()) {
    if (!is_standard(file) || module_name(file.path) != name.substr(kStandard.size())) continue;
    const std::string shown = "std/" + std::string(file.path.substr(kFolder.size()));
    made.trees.push_back(&text(shown, std::string(file.text), diags_));
  }
  if (made.trees.empty()) return nullptr;
  return &modules_.emplace(name, std::move(made)).first->second;
}

const Imports::Module* ModuleLoader::file_module(const std::string& path) {
  if (const auto known = paths_.find(path); known != paths_.end()) return known->second;
  const Module*& module = paths_[path];
  FileText read = files_.read(path);
  if (read.error != 0) {
    if (means_absent(read.error)) return nullptr;
    unreadable(path, read.error, Span{});
    return module = &modules_.emplace(path, Module{path, {}}).first->second;
  }
  if (const auto known = modules_.find(read.identity); known != modules_.end()) return module = &known->second;
  const FileId file = sources_.add(path, std::move(read.text));
  Module& made = modules_[read.identity];
  made.key = path;
  if (read.too_large != 0) {
    diags_.report(codes::too_large, Span{file, 0, 0}, mebibytes(read.too_large));
  } else {
    made.trees = {&parse(file, diags_)};
  }
  return module = &made;
}

std::vector<const syntax::Tree*> ModuleLoader::user_trees() const {
  std::vector<const syntax::Tree*> result;
  for (const auto& [key, module] : modules_) {
    if (!key.starts_with(kStandard)) result.insert(result.end(), module.trees.begin(), module.trees.end());
  }
  std::sort(result.begin(), result.end(), [](const auto* a, const auto* b) { return a->file < b->file; });
  return result;
}

std::vector<std::string_view> ModuleLoader::standard_modules() {
  for (const EmbeddedFile& file : embedded_files()) {
    if (is_standard(file)) standard_names_.insert(std::string(kStandard) + std::string(module_name(file.path)));
  }
  return {standard_names_.begin(), standard_names_.end()};
}

void ModuleLoader::open_ahead(const std::vector<std::string>& configurations) {
  std::set<const Yaml*> opened;
  for (const std::string& path : configurations) {
    Yaml* const yaml = open_yaml(path, Span{}).yaml;  // whoever asks for it reports why it cannot be read
    if (yaml == nullptr || opened.insert(yaml).second) continue;
    yaml->shared = true;
    read_document(*yaml, diags_);
  }
}

std::pair<FileId, const Document*> ModuleLoader::read_opened(const std::string& path, Diagnostics& diags) {
  const auto known = yaml_paths_.find(path);
  if (known == yaml_paths_.end() || known->second == nullptr) return {kNoFile, nullptr};
  Yaml& yaml = *known->second;
  if (!yaml.shared) read_document(yaml, diags);
  return {yaml.file, yaml.document.get()};
}

void ModuleLoader::release(const std::string& path) {
  Yaml& yaml = *yaml_paths_.at(path);
  if (!yaml.shared) yaml.document.reset();
}

void ModuleLoader::read_document(Yaml& yaml, Diagnostics& diags) {
  if (!std::exchange(yaml.unread, false)) return;
  if (std::optional<Document> document = read_yaml(sources_, yaml.file, diags))
    yaml.document = std::make_shared<const Document>(std::move(*document));
}

ModuleLoader::Yaml* ModuleLoader::yaml(const std::string& path, Span at) {
  const OpenedYaml opened = open_yaml(path, at);
  if (opened.error != 0) unreadable(path, opened.error, at);
  if (opened.yaml != nullptr) read_document(*opened.yaml, diags_);
  return opened.yaml;
}

ModuleLoader::OpenedYaml ModuleLoader::open_yaml(const std::string& path, Span at) {
  if (const auto known = yaml_paths_.find(path); known != yaml_paths_.end() && known->second != nullptr) {
    return {known->second};
  }
  FileText read = files_.read(path);
  if (read.error != 0) return {nullptr, read.error};
  const auto [found, added] = yaml_.try_emplace(read.identity);
  Yaml& yaml = found->second;
  yaml_paths_[path] = &yaml;
  if (!added) return {&yaml};
  yaml.file = sources_.add(path, std::move(read.text));
  yaml.tree.file = yaml.file;
  if (read.too_large != 0) {
    diags_.report(codes::too_large, Span{yaml.file, 0, 0}, mebibytes(read.too_large)).note(at, "brought in here");
  }
  yaml.unread = read.too_large == 0;
  return {&yaml};
}

const syntax::Declaration* ModuleLoader::configuration(std::string_view path, std::string_view server, FileId from,
                                                       Span at) {
  Yaml* file = yaml(path_of(path, from), at);
  if (file == nullptr || file->document == nullptr) return nullptr;
  const auto [found, added] = file->topologies.try_emplace(std::string(server), nullptr);
  if (added) found->second = import_topology(file->document, server, file->file, file->tree, diags_);
  return found->second;
}

std::shared_ptr<const Document> ModuleLoader::document(std::string_view path, FileId from, Span at) {
  const Yaml* file = yaml(path_of(path, from), at);
  return file == nullptr ? nullptr : file->document;
}

std::optional<Value> ModuleLoader::yaml_value(std::string_view path, FileId from, Span at) {
  const Yaml* file = yaml(path_of(path, from), at);
  if (file == nullptr || file->document == nullptr) return std::nullopt;
  return to_value(*file->document, diags_);
}

}  // namespace perfc::driver
