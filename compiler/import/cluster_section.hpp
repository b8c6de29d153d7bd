// One section of a cluster file as a declaration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/import/cluster_file.hpp"
#include "compiler/import/node_types.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {

// Empty texts are not written.
struct ImportedCluster {
  const ClusterSection* section = nullptr;
  const NodeType* node = nullptr;             // what the cluster's name says of its nodes
  bool inherits = true;                       // from that node type; else its fields are written
  std::optional<std::int64_t> gpus_per_node;  // what the srun arguments say
  std::string type, host, user, account, partition, mpi, image, model_root, storage, work_dir;
  std::vector<std::string> srun_args;
  std::vector<const ClusterEntry*> unknown;
};

// Checks the values as the language would; `types` must outlive what comes back.
[[nodiscard]] ImportedCluster import_section(const ClusterSection& section, const std::vector<NodeType>& types,
                                             Diagnostics& diags);

void write_cluster(const ImportedCluster& cluster, syntax::SourceWriter& out);

}  // namespace perfc
