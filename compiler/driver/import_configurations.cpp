#include "compiler/driver/import_configurations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

// A program for each file that starts from it.
// Of servers that share a name the first alone; the others are reported where they stand.
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

}  // namespace

bool is_configuration(const Document& document) {
  constexpr std::array<std::string_view, 3> kSections = {"server_configs", "worker_config", "hardware"};
  return document.kind == Document::Kind::mapping &&
         std::ranges::any_of(kSections, [&](std::string_view section) { return document.find(section) != nullptr; });
}

std::vector<ConfigurationProgram> import_configurations(const std::vector<ConfigurationFile>& configurations,
                                                        bool keep_sources, Compilation& compilation) {
  std::vector<FileId> bases;
  bases.reserve(configurations.size());
  std::vector<ImportedBatch> batches((configurations.size() + kBatch - 1) / kBatch);
  std::vector<Diagnostics> found(batches.size());
  for (const ConfigurationFile& file : configurations) {
    Diagnostics& diags = found[bases.size() / kBatch];
    bases.push_back(compilation.sources.add(fmt::format("import {}", bases.size()), base_program(file, diags)));
  }
  compilation.loader.lend_standard();  // to all batches
  const auto import_one = [&](std::size_t i) {
    const std::size_t begin = i * kBatch;
    const std::size_t count = std::min(kBatch, configurations.size() - begin);
    batches[i] = import_batch(
        {std::span(configurations).subspan(begin, count), std::span(bases).subspan(begin, count), std::move(found[i])},
        compilation.sources, compilation.loader);
    if (keep_sources) return;
    for (ConfigurationProgram& program : batches[i].programs) {
      program.source = {};
      program.source_of.reset();
    }
  };
  for_each_parallel(batches.size(), usable_processors(), import_one, 1);
  std::vector<ConfigurationProgram> programs;
  programs.reserve(configurations.size());
  for (ImportedBatch& batch : batches) {
    compilation.diags.append(batch.found);
    std::ranges::move(batch.programs, std::back_inserter(programs));
  }
  return programs;
}

}  // namespace perfc::driver
