#include "compiler/import/cluster_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/base/edit_distance.hpp"
#include "compiler/base/ssh_address.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/cluster_keys.hpp"
#include "compiler/import/cluster_srun.hpp"

namespace perfc {
namespace {

// What a file calls an MPI type, and what srun --mpi does.
struct MpiName {
  std::string_view foreign;
  std::string_view ours;
};
constexpr std::array kMpi = {
    MpiName{"pmix", "pmix"}, MpiName{"pmix_v3", "pmix_v3"}, MpiName{"pmix_v4", "pmix_v4"}, MpiName{"pmi2", "pmi2"},
    MpiName{"none", "none"}, MpiName{"openmpi", "pmix"},  // Open MPI is started through PMIx
};

std::string mpi_names() {
  std::string names;
  for (const MpiName& each : kMpi) (names += names.empty() ? "" : ", ") += each.foreign;
  return names;
}

class SectionReader {
 public:
  SectionReader(const ClusterSection& section, Diagnostics& diags) : section_(section), diags_(diags) {
    cluster_.section = &section;
  }

  ImportedCluster read(const std::vector<NodeType>& types) {
    check_keys();
    cluster_.account = word(cluster_keys::account);
    cluster_.partition = word(cluster_keys::partition);
    cluster_.image = word(cluster_keys::image);
    cluster_.work_dir = path(cluster_keys::work_dir);
    read_storage();
    read_login();
    read_mpi();
    if (const ClusterEntry* entry = section_.find(cluster_keys::srun)) {
      SrunParameters parameters = read_srun_parameters(*entry, diags_);
      cluster_.srun_args = std::move(parameters.words);
      read_nodes(types, parameters.gpus);
    } else {
      read_nodes(types, std::nullopt);
    }
    return std::move(cluster_);
  }

 private:
  Diagnostic& refuse(const ClusterEntry& entry, std::string_view reason) {
    return diags_.report(codes::cluster_value, entry.value_span, entry.key, entry.value, reason);
  }

  void check_keys() {
    for (const ClusterEntry& entry : section_.entries) {
      if (cluster_keys::is_known(entry.key)) continue;
      cluster_.unknown.push_back(&entry);
      Diagnostic& found = diags_.report(codes::cluster_unknown_key, entry.key_span, entry.key);
      if (const auto best = nearest(entry.key, cluster_keys::kAll); !best.empty())
        found.advise(fmt::format("did you mean '{}'?", best));
    }
    const std::string name = value(cluster_keys::name);  // a name to be shown, of any words
    if (!name.empty() && name != section_.name)
      diags_.report(codes::cluster_name, section_.find(cluster_keys::name)->value_span, name, section_.name);
  }

  // Empty when it is not given, and after an error.
  std::string value(std::string_view key) {
    const ClusterEntry* entry = section_.find(key);
    if (entry == nullptr) return {};
    if (holds_comment(entry->value)) {
      refuse(*entry, "holds what seems to be a comment").advise("write the comment on a line of its own");
      return {};
    }
    const std::string_view text = entry->unquoted();
    if (text.size() < entry->value.size()) diags_.report(codes::cluster_quotes, entry->value_span, entry->key);
    return std::string(text);
  }

  std::string word(std::string_view key) {
    std::string text = value(key);
    if (text.find_first_of(" \t") == std::string::npos) return text;
    refuse(*section_.find(key), "holds a blank").advise("it is one word");
    return {};
  }

  std::string path(std::string_view key) {
    std::string text = value(key);
    while (text.size() > 1 && text.back() == '/') text.pop_back();
    if (text.empty() || text.starts_with('/')) return text;
    refuse(*section_.find(key), "is not an absolute path")
        .advise("write the whole path, from '/'; nothing in it is expanded");
    return {};
  }

  // A path that the container sees: ':' and ',' part mounts and their targets.
  std::string mounted(std::string_view key) {
    std::string text = path(key);
    const std::size_t at = text.find_first_of(":,");
    if (at == std::string::npos) return text;
    refuse(*section_.find(key), fmt::format("holds a '{}', so it cannot be mounted", text[at]))
        .advise("give a folder above it");
    return {};
  }

  void read_storage() {
    cluster_.model_root = mounted(cluster_keys::data);
    cluster_.storage = mounted(cluster_keys::storage);
    if (cluster_.model_root.empty()) cluster_.model_root = std::exchange(cluster_.storage, {});
    if (cluster_.storage == cluster_.model_root) cluster_.storage.clear();
  }

  void read_login() {
    cluster_.type = word(cluster_keys::type);
    cluster_.host = word(cluster_keys::host);
    cluster_.user = word(cluster_keys::user);
    if (cluster_.type.empty() || cluster_.type == "local") return;
    if (cluster_.type != "ssh") {
      refuse(*section_.find(cluster_keys::type), "is neither 'local' nor 'ssh'")
          .advise("local: sbatch works where the suite is started; ssh: it is started over ssh");
      return;
    }
    check_login(cluster_keys::host, cluster_.host, "host");
    check_login(cluster_keys::user, cluster_.user, "user");
  }

  void check_login(std::string_view key, const std::string& text, std::string_view field) {
    const ClusterEntry* entry = section_.find(key);
    if (entry == nullptr || entry->unquoted().empty()) {
      const Span place = (entry == nullptr ? section_.find(cluster_keys::type) : entry)->value_span;
      diags_.report(codes::cluster_login, place, section_.name, key)
          .advise(fmt::format("a suite on it needs it: write '{} = \"...\"' into the cluster", field));
      return;
    }
    const std::string reason = ssh_defect(text);
    if (reason.empty()) return;
    refuse(*entry, "cannot be part of an ssh address: " + reason).advise(std::string(kSshAddressHelp));
  }

  void read_mpi() {
    const std::string name = word(cluster_keys::mpi);
    if (name.empty()) return;
    const ClusterEntry& entry = *section_.find(cluster_keys::mpi);
    const auto* const found =
        std::find_if(kMpi.begin(), kMpi.end(), [&](const MpiName& m) { return m.foreign == name; });
    if (found == kMpi.end()) {
      refuse(entry, "is no MPI type").advise(fmt::format("the MPI types are: {}", mpi_names()));
      return;
    }
    cluster_.mpi = found->ours;
    if (found->ours == found->foreign) return;
    diags_.report(codes::cluster_mpi, entry.value_span, found->foreign, found->ours)
        .advise("Open MPI is started through PMIx; srun --mpi=list says what the cluster has");
  }

  // What the name says of the nodes, else the partition; what the arguments say of their GPUs wins.
  void read_nodes(const std::vector<NodeType>& types, const std::optional<StatedGpus>& stated) {
    const std::optional<std::int64_t> count = stated ? std::optional(stated->count) : std::nullopt;
    cluster_.node = node_type_named(types, section_.name, count);
    if (cluster_.node == nullptr) cluster_.node = node_type_named(types, cluster_.partition, count);
    if (stated) cluster_.gpus_per_node = stated->count;
    if (cluster_.node == nullptr && !stated) {
      diags_.report(codes::cluster_gpus, section_.span, section_.name)
          .advise("write 'gpus_per_node = N' into the cluster; a name such as lab_gb200 says it too");
    } else if (cluster_.node != nullptr && stated && stated->count != cluster_.node->gpus_per_node) {
      diags_.report(codes::cluster_gpus_differ, stated->span, stated->word, cluster_.node->gpus_per_node,
                    cluster_.node->name, stated->count);
    }
  }

  const ClusterSection& section_;
  Diagnostics& diags_;
  ImportedCluster cluster_;
};

class DeclarationWriter {
 public:
  DeclarationWriter(const ImportedCluster& cluster, syntax::SourceWriter& out) : cluster_(cluster), out_(out) {}

  void write() {
    const bool inherits = cluster_.node != nullptr && cluster_.inherits;
    out_.open(fmt::format("cluster {}{}", syntax::name_source(cluster_.section->name),
                          inherits ? " : " + cluster_.node->name : ""));
    write_lone_comments();
    word("type", cluster_keys::type, cluster_.type);
    text("host", cluster_keys::host, cluster_.host);
    text("user", cluster_keys::user, cluster_.user);
    write_nodes(inherits);
    text("account", cluster_keys::account, cluster_.account);
    text("partition", cluster_keys::partition, cluster_.partition);
    word("mpi", cluster_keys::mpi, cluster_.mpi);
    if (!cluster_.srun_args.empty()) {
      comments(cluster_keys::srun);
      out_.list("srun_args", sources(cluster_.srun_args));
    }
    write_container();
    text("model_root", data_key(), cluster_.model_root);
    text("work_dir", cluster_keys::work_dir, cluster_.work_dir);
    for (const ClusterEntry* entry : cluster_.unknown) {
      comments(*entry);
      out_.comment(fmt::format("{}={}", entry->key, entry->value));
    }
    out_.close();
  }

 private:
  static std::vector<std::string> sources(const std::vector<std::string>& texts) {
    std::vector<std::string> result;
    result.reserve(texts.size());
    for (const std::string& each : texts) result.push_back(syntax::text_source(each));
    return result;
  }

  [[nodiscard]] std::string_view data_key() const {
    const ClusterEntry* data = cluster_.section->find(cluster_keys::data);
    return data == nullptr || data->unquoted().empty() ? cluster_keys::storage : cluster_keys::data;
  }

  void comments(std::string_view key) {
    if (const ClusterEntry* entry = cluster_.section->find(key)) comments(*entry);
  }
  void comments(const ClusterEntry& entry) {
    for (const auto& comment : entry.comments) {
      if (comment) out_.comment(*comment);
    }
  }

  // Those above keys that become no field.
  void write_lone_comments() {
    for (const ClusterEntry& entry : cluster_.section->entries) {
      const bool lost =
          entry.key == cluster_keys::name || entry.unquoted().empty() ||
          (entry.key == cluster_keys::srun && cluster_.srun_args.empty()) ||
          (entry.key == cluster_keys::storage && cluster_.storage.empty() && data_key() != cluster_keys::storage);
      if (lost && cluster_keys::is_known(entry.key)) comments(entry);
    }
  }

  void text(std::string_view field, std::string_view key, const std::string& value) {
    word(field, key, value.empty() ? value : syntax::text_source(value));
  }
  void word(std::string_view field, std::string_view key, const std::string& source) {
    if (source.empty()) return;
    comments(key);
    out_.field(field, source);
  }

  void write_nodes(bool inherits) {
    const NodeType* node = cluster_.node;
    if (node != nullptr && !inherits) out_.field("gpu", node->gpu);
    if (node == nullptr && !cluster_.gpus_per_node) {
      out_.comment("gpus_per_node: the cluster file does not say how many GPUs a node has");
      return;
    }
    const std::int64_t count = cluster_.gpus_per_node.value_or(node == nullptr ? 0 : node->gpus_per_node);
    if (!inherits || count != node->gpus_per_node) out_.field("gpus_per_node", std::to_string(count));
  }

  // The models are where they are on the host, so that paths in configurations hold inside of the container too.
  void write_container() {
    std::vector<std::string> mounts;
    if (!cluster_.model_root.empty()) mounts.emplace_back("\"${model_root}:${model_root}\"");
    if (!cluster_.storage.empty()) mounts.push_back(syntax::text_source(cluster_.storage + ":" + cluster_.storage));
    if (mounts.empty() && cluster_.image.empty()) return;
    out_.open("container");
    text("image", cluster_keys::image, cluster_.image);
    if (!cluster_.storage.empty()) {
      comments(cluster_keys::storage);
      out_.comment(fmt::format("The second is {}.", cluster_keys::storage));
    }
    if (!mounts.empty()) out_.list("mounts", mounts);
    out_.close();
  }

  const ImportedCluster& cluster_;
  syntax::SourceWriter& out_;
};

}  // namespace

ImportedCluster import_section(const ClusterSection& section, const std::vector<NodeType>& types, Diagnostics& diags) {
  return SectionReader(section, diags).read(types);
}

void write_cluster(const ImportedCluster& cluster, syntax::SourceWriter& out) {
  DeclarationWriter(cluster, out).write();
}

}  // namespace perfc
