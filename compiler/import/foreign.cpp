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
  if (kind_of_foreign(source.path, source.text) == ForeignFile::clusters) return import_clusters(sources, file, diags);
  diags.report(codes::import_kind, {file, 0, 0}).advise("a program takes another one in by: use \"file.perf\"");
  return std::nullopt;
}

}  // namespace perfc
