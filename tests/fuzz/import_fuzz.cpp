// Any bytes as a configuration: a program or errors, never a crash. What is written must parse and check, and what does
// not start from the file must give it back when it is exported.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "compiler/driver/import_configurations.hpp"
#include "compiler/emit/config_export.hpp"
#include "compiler/import/yaml.hpp"
#include "compiler/migrate/document_compare.hpp"

namespace {

using perfc::driver::Compilation;

constexpr const char* kPath = "fuzz.yaml";
constexpr const char* kWritten = "fuzz written.perf";

void check_places(const perfc::Diagnostics& diags, perfc::FileId file, std::size_t size) {
  for (const perfc::Diagnostic& found : diags.all()) {
    if (found.message.empty() || found.span.begin > found.span.end) std::abort();
    if (found.span.file == file && found.span.end > size) std::abort();
    if (found.level == perfc::Level::error && found.span.file != file) std::abort();  // of what the user does not see
  }
}

// As `perfc export` makes it, read again.
void check_export(const perfc::Program& program, perfc::FileId file, const perfc::Document& wanted) {
  std::vector<perfc::Exported> topologies;
  for (const perfc::Topology& topology : program.topologies) {
    if (topology.origin.span.file == file)
      topologies.push_back({&topology, topology.origin.name, topology.gpus_per_node.value_or(0), nullptr});
  }
  if (topologies.empty()) std::abort();
  perfc::Sources sources;
  perfc::Diagnostics diags;
  const perfc::FileId exported = sources.add("exported.yaml", perfc::export_configuration(topologies));
  const auto document = perfc::read_yaml(sources, exported, diags);
  if (!document || !perfc::same_document(*document, wanted)) std::abort();
}

void check_program_text(const perfc::driver::ConfigurationProgram& made, const perfc::Document& wanted,
                        perfc::driver::MemoryFiles& files, Compilation& compilation) {
  files.files[kWritten] = *made.text;
  perfc::Diagnostics diags;
  perfc::driver::ModuleLoader loader(files, compilation.sources, diags);
  loader.borrow_standard(compilation.loader);
  const perfc::syntax::Tree* const tree = loader.operand(kWritten);
  const auto program = perfc::check_program(compilation.sources, {{tree}, {}}, loader, diags);
  if (diags.failed()) std::abort();
  if (!made.in_yaml) check_export(*program, tree->file, wanted);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perfc::driver::MemoryFiles files;
  files.files[kPath] = std::string(reinterpret_cast<const char*>(data), size);
  Compilation compilation(files);
  std::vector<perfc::driver::ConfigurationFile> yaml = {
      {kPath, [] { return std::string(kPath); }, "fuzz.perf", "fuzz", perfc::kNoFile, nullptr}};
  const auto programs = perfc::driver::import_configurations(yaml, true, compilation);
  const perfc::FileId file = yaml.front().file;
  const perfc::Document* const document = yaml.front().document;
  if (document == nullptr) {
    if (!compilation.diags.failed()) std::abort();
    return 0;
  }
  if (programs.front().content == perfc::driver::YamlContent::other) return 0;
  check_places(compilation.diags, file, size);
  if (programs.size() != 1 || programs.front().text.has_value() == compilation.diags.failed()) std::abort();
  if (programs.front().text) check_program_text(programs.front(), *document, files, compilation);
  return 0;
}
