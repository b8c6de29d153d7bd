#include "compiler/driver/import_written.hpp"

#include <unordered_map>

#include "compiler/check/check.hpp"
#include "compiler/emit/config_export.hpp"
#include "compiler/migrate/document_compare.hpp"

namespace perfc::driver {
namespace {

using Topologies = std::vector<const Topology*>;

Document exported(const Topologies& topologies) {
  std::vector<Exported> all;
  all.reserve(topologies.size());
  for (const Topology* topology : topologies)
    all.push_back({topology, topology->origin.name, topology->gpus_per_node.value_or(0), nullptr});
  return exported_document(all);
}

Document unshaped(const Topologies& topologies) {
  std::vector<Topology> bare;
  bare.reserve(topologies.size());
  Topologies all;
  for (const Topology* topology : topologies) {
    bare.push_back(*topology);
    bare.back().shape.reset();
    all.push_back(&bare.back());
  }
  return exported(all);
}

}  // namespace

std::vector<ReadBack> read_back(const std::vector<WrittenProgram>& programs, Sources& sources,
                                const ModuleLoader& library) {
  MemoryFiles written;
  Diagnostics unheard;
  ModuleLoader loader(written, sources, unheard);
  loader.borrow_standard(library);
  for (const WrittenProgram& program : programs) written.files[program.name] = program.text;
  CheckInput input;
  std::unordered_map<FileId, std::size_t> by_file;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    const syntax::Tree* const tree = loader.operand(programs[i].name);
    input.files.push_back(tree);
    by_file[tree->file] = i;
  }
  const std::unique_ptr<Program> program = check_program(sources, input, loader, unheard);
  std::vector<ReadBack> all(programs.size(), ReadBack{true, false, {}, {}});
  for (const Diagnostic& found : unheard.all()) {
    const auto place = by_file.find(found.span.file);
    if (found.level == Level::error && place != by_file.end()) all[place->second].compiles = false;
  }
  std::vector<Topologies> made(programs.size());
  for (const Topology& topology : program->topologies) {
    const auto place = by_file.find(topology.origin.span.file);
    if (place != by_file.end()) made[place->second].push_back(&topology);
  }
  for (std::size_t i = 0; i < programs.size(); ++i) {
    ReadBack& one = all[i];
    one.compiles = one.compiles && made[i].size() == programs[i].topologies;
    if (!one.compiles || programs[i].wanted == nullptr) continue;
    one.exported = exported(made[i]);
    one.same = same_document(one.exported, *programs[i].wanted);
    if (!one.same) one.unshaped = unshaped(made[i]);
  }
  return all;
}

}  // namespace perfc::driver
