#include "compiler/import/foreign.hpp"

#include <algorithm>
#include <array>

#include "compiler/base/file_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/cluster_file.hpp"
#include "compiler/import/clusters.hpp"
#include "compiler/import/list_file.hpp"

namespace perfc {
namespace {

constexpr std::array<std::string_view, 3> kOfClusters = {".conf", ".cfg", ".ini"};

// As a sentence names it.
std::string_view described(ForeignFile kind) {
  switch (kind) {
    case ForeignFile::yaml:
      return "YAML that is no configuration";
    case ForeignFile::tests:
      return "a text that is no cluster file";
    default:
      return "a program";
  }
}

}  // namespace

ForeignFile kind_of_foreign(std::string_view path, std::string_view text) {
  const std::string suffix = lower_suffix(path);
  if (std::find(kOfClusters.begin(), kOfClusters.end(), suffix) != kOfClusters.end()) return ForeignFile::clusters;
  const bool named = suffix == ".perf" || suffix == ".yml" || suffix == ".yaml";
  if (!named && begins_cluster_file(text)) return ForeignFile::clusters;
  switch (kind_of_list(path, text)) {
    case ListFile::program:
      return ForeignFile::program;
    case ListFile::yaml:
      return ForeignFile::yaml;
    default:
      return ForeignFile::tests;
  }
}

std::optional<std::string> import_file(const Sources& sources, FileId file, Diagnostics& diags) {
  const Source& source = sources[file];
  const ForeignFile kind = kind_of_foreign(source.path, source.text);
  if (kind == ForeignFile::clusters) return import_clusters(sources, file, diags);
  Diagnostic& found = diags.report(codes::import_kind, {file, 0, 0}, described(kind));
  if (kind == ForeignFile::yaml)
    found.advise("a configuration has 'worker_config' and 'hardware', or 'server_configs'");
  if (kind == ForeignFile::program) found.advise("a program takes another one in by: use \"file.perf\"");
  found.advise(
      "import reads configurations (.yaml), and cluster files (.conf, .cfg, .ini): sections [name] of lines KEY=VALUE");
  return std::nullopt;
}

}  // namespace perfc
