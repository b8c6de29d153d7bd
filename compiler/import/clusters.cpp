#include "compiler/import/clusters.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "compiler/import/cluster_file.hpp"
#include "compiler/import/cluster_section.hpp"
#include "compiler/import/node_types.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {
namespace {

void write_comments(ClusterComments::const_iterator begin, ClusterComments::const_iterator end,
                    syntax::SourceWriter& out) {
  for (; begin != end; ++begin) {
    if (*begin) {
      out.comment(**begin);
    } else {
      out.blank();
    }
  }
}

// Of what stands above the first section only the last paragraph is about it.
ClusterComments::const_iterator end_of_head(const ClusterComments& comments) {
  const auto last = std::find(comments.rbegin(), comments.rend(), std::nullopt);
  return last.base();
}

}  // namespace

std::optional<std::string> import_clusters(const Sources& sources, FileId file, Diagnostics& diags) {
  const std::size_t before = diags.errors();
  const ClusterFile read = read_cluster_file(sources, file, diags);
  const std::vector<NodeType> types = standard_node_types();
  std::unordered_set<std::string_view> names;
  for (const ClusterSection& section : read.sections) names.insert(section.name);

  std::vector<ImportedCluster> clusters;
  std::set<std::string> modules;
  for (const ClusterSection& section : read.sections) {
    ImportedCluster& cluster = clusters.emplace_back(import_section(section, types, diags));
    if (cluster.node == nullptr) continue;
    modules.insert(cluster.node->module);
    // The file's own declaration would win over the imported one.
    cluster.inherits = !names.contains(cluster.node->name);
  }
  if (diags.errors() > before || clusters.empty()) return std::nullopt;

  syntax::SourceWriter out;
  const ClusterComments& head = read.sections.front().comments;
  auto about = end_of_head(head);
  write_comments(head.begin(), about, out);
  out.blank();
  for (const std::string& module : modules) out.statement("use std." + module);
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    out.blank();
    const ClusterComments& comments = read.sections[i].comments;
    write_comments(i == 0 ? about : comments.begin(), comments.end(), out);
    write_cluster(clusters[i], out);
  }
  out.blank();
  write_comments(read.tail.begin(), read.tail.end(), out);
  return out.finish();
}

}  // namespace perfc
