// A configuration of the performance tests -> .perf source as a person would have written it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/migrate/document_compare.hpp"
#include "compiler/migrate/source_node.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// A topology as it was checked with the file as its base.
struct ImportedTopology {
  const Topology* topology = nullptr;
  std::string name;
  const Document* server = nullptr;  // its entry in an aggregated file, null for a disaggregated one
  DocumentChanges changes;           // of what would be exported for it: for its `configuration { }`
  DocumentChanges file_changes;      // of what would stand beside the servers
};

struct ImportedConfiguration {
  std::string_view text;  // of the file, for its comments
  const Document* document = nullptr;
  std::string stem;                                // "foo" of configs/foo.yaml
  std::unordered_set<std::uint32_t> unknown_keys;  // where keys begin that no schema knows: they go to extra { }
  std::vector<ImportedTopology> topologies;
};

// A program before it is printed: everything of the file but what `changes` say is in it.
struct WrittenConfiguration {
  std::vector<SourceNode> nodes;  // models, then topologies
  YamlComments comments;
};
// Foresees the changes of all topologies, as far as keys are concerned. What is foreseen wrongly shows when the
// program is compiled.
void expect_changes(ImportedConfiguration& file);
[[nodiscard]] WrittenConfiguration configuration_nodes(const ImportedConfiguration& file);

// The same as source, formatted. `shared`: path of the program with the declarations that `written` takes from it, or
// empty.
[[nodiscard]] std::string configuration_source(const WrittenConfiguration& written, std::string_view shared = {});
// The same for the compiler alone: not formatted yet.
[[nodiscard]] std::string configuration_draft(const WrittenConfiguration& written, std::string_view shared = {});

// A program that starts from the file itself, for one that the language cannot say all of. `path` as seen from it.
[[nodiscard]] std::string yaml_base_source(const ImportedConfiguration& file, std::string_view path);

}  // namespace perfc
