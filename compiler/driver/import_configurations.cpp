#include "compiler/driver/import_configurations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>
#include <unordered_map>

#include "compiler/diag/codes.hpp"
#include "compiler/driver/import_batch.hpp"
#include "compiler/driver/workers.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc::driver {
namespace {

// Configurations that are checked together. What a batch holds in memory is used again by the next: few, so that it is
// still in the processor's cache.
constexpr std::size_t kBatch = 8;

// A program that starts from the file. Of servers that share a name the first alone; the others are reported where they
// stand.
std::string base_program(const ConfigurationFile& file, Diagnostics& diags) {
  std::string text;
  const std::string path = syntax::text_source(file.path);
  const Document* const servers = servers_of(*file.document);
  if (servers == nullptr) return fmt::format("topology {} : yaml({}) {{ }}\n", syntax::text_source(file.stem), path);
  std::unordered_map<std::string, const Document*> named;
  for (const Document& server : servers->items) {
    const std::string name = server_name(server);
    const auto [first, fresh] = named.try_emplace(name, &server);
    if (fresh) {
      text += fmt::format("topology {0} : yaml({1}, {0}) {{ }}\n", syntax::text_source(name), path);
    } else if (!name.empty()) {
      diags.report(codes::duplicate_declaration, server.find("name")->span, "server", name)
          .note(first->second->find("name")->span, "first declared here")
          .advise("give each of the servers a name of its own");
    }
  }
  return text;
}

YamlContent content_of(const Document* document) {
  if (document == nullptr) return YamlContent::unreadable;
  if (document->kind != Document::Kind::mapping) return YamlContent::other;
  if (document->find("server_configs") != nullptr) return YamlContent::aggregated;
  const bool roles = document->find("worker_config") != nullptr || document->find("hardware") != nullptr;
  return roles ? YamlContent::disaggregated : YamlContent::other;
}

// The files of one batch, from reading them to their programs.
class FilesOfBatch {
 public:
  FilesOfBatch(std::span<ConfigurationFile> files, std::span<const FileId> bases, Compilation& compilation)
      : files_(files), bases_(bases), compilation_(compilation) {}

  ImportedBatch run(bool keep_sources) {
    ImportBatch batch;
    std::vector<ConfigurationProgram> programs(files_.size());
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      ConfigurationFile& file = files_[i];
      std::tie(file.file, file.document) = compilation_.loader.read_opened(file.path, batch.found);
      programs[i].content = content_of(file.document);
      if (programs[i].content == YamlContent::unreadable || programs[i].content == YamlContent::other) continue;
      compilation_.sources.fill(bases_[i], base_program(file, batch.found));
      batch.configurations.push_back(&file);
      batch.bases.push_back(bases_[i]);
      places.push_back(i);
    }
    if (places.empty()) return {std::move(programs), std::move(batch.found)};
    ImportedBatch made = import_batch(std::move(batch), compilation_.sources, compilation_.loader);
    for (std::size_t i = 0; i < places.size(); ++i) {
      ConfigurationProgram& program = programs[places[i]];
      made.programs[i].content = program.content;
      program = std::move(made.programs[i]);
      if (!keep_sources) forget(files_[places[i]], program);
    }
    return {std::move(programs), std::move(made.found)};
  }

 private:
  void forget(ConfigurationFile& file, ConfigurationProgram& program) {
    program.source = {};
    program.source_of.reset();
    file.document = nullptr;
    compilation_.loader.release(file.path);
  }

  std::span<ConfigurationFile> files_;
  std::span<const FileId> bases_;
  Compilation& compilation_;
};

}  // namespace

std::vector<ConfigurationProgram> import_configurations(std::vector<ConfigurationFile>& files, bool keep_sources,
                                                        Compilation& compilation) {
  std::vector<std::string> paths;
  std::vector<FileId> bases;
  paths.reserve(files.size());
  bases.reserve(files.size());
  for (const ConfigurationFile& file : files) paths.push_back(file.path);
  compilation.loader.open_ahead(paths);
  for (std::size_t i = 0; i < files.size(); ++i)
    bases.push_back(compilation.sources.add(fmt::format("import {}", i), std::string()));
  compilation.loader.lend_standard();  // to all batches
  std::vector<ImportedBatch> batches((files.size() + kBatch - 1) / kBatch);
  const auto import_one = [&](std::size_t i) {
    const std::size_t begin = i * kBatch;
    const std::size_t count = std::min(kBatch, files.size() - begin);
    batches[i] = FilesOfBatch({&files[begin], count}, {&bases[begin], count}, compilation).run(keep_sources);
  };
  for_each_parallel(batches.size(), usable_processors(), import_one, 1);
  std::vector<ConfigurationProgram> programs;
  programs.reserve(files.size());
  for (ImportedBatch& batch : batches) {
    compilation.diags.append(batch.found);
    std::ranges::move(batch.programs, std::back_inserter(programs));
  }
  return programs;
}

}  // namespace perfc::driver
