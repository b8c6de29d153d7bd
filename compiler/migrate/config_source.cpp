#include "compiler/migrate/config_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <set>

#include "compiler/base/ascii.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/emit/config_benchmark.hpp"
#include "compiler/emit/config_export.hpp"
#include "compiler/migrate/parallel.hpp"
#include "compiler/migrate/value_source.hpp"
#include "compiler/plan/names.hpp"
#include "compiler/program/parallel_options.hpp"
#include "compiler/syntax/layout.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {
namespace {

using Nodes = std::vector<SourceNode>;

// Keys of a section whose usual value depends on the cluster: a file's own value is always written.
constexpr std::array<std::string_view, 4> kFollowCluster = {"supported_gpus", "job_time", "extra_args",
                                                            "gpus_per_node"};
// Words that a precision is among; others stay in `metadata`.
constexpr std::array<std::string_view, 12> kPrecisions = {"fp4",  "nvfp4", "mxfp4", "fp8",    "mxfp8", "bf16",
                                                          "fp16", "int8",  "int4",  "w4afp8", "w4a8",  "w4a16"};

constexpr std::string_view kServers = "server_configs";
constexpr std::string_view kNoDataset = "<dataset_file>";

template <class Range>
bool contains(const Range& range, std::string_view word) {
  return std::ranges::find(range, word) != range.end();
}

const Document* find_in(const Document* map, std::string_view key) { return map == nullptr ? nullptr : map->find(key); }

std::string text_in(const Document* map, std::string_view key) {
  const Document* const node = find_in(map, key);
  const bool text = node != nullptr && node->kind == Document::Kind::scalar && resolve(*node) == ScalarKind::string;
  return text ? node->text : std::string();
}

std::vector<std::uint32_t> key_of(const Document* map, std::string_view key) {
  const Document::Entry* const entry = map == nullptr ? nullptr : map->find_entry(key);
  return entry == nullptr ? std::vector<std::uint32_t>() : std::vector{entry->key_span.begin};
}

class ConfigSource {
 public:
  explicit ConfigSource(const ImportedConfiguration& file) : file_(file), root_(*file.document) {}

  Nodes run() {
    Nodes topologies;
    for (const ImportedTopology& topology : file_.topologies) topologies.push_back(topology_node(topology));
    Nodes all;
    for (auto& [name, node] : models_) all.push_back(std::move(node));
    std::ranges::move(topologies, std::back_inserter(all));
    return all;
  }

  // Notes what differs in keys between what will be exported for the topology and the file.
  void expect_changes(ImportedTopology& imported) const {
    const Model model = model_of(imported);
    Topology topology = without_file(*imported.topology, model);
    for (std::optional<Role>* role : {&topology.ctx, &topology.gen, &topology.server}) {
      if (*role && (*role)->options != nullptr) (*role)->options = as_written(*(*role)->options);
    }
    const Document all = exported(topology);
    const Document* const servers = all.find(kServers);
    const bool server = imported.server != nullptr && servers != nullptr && !servers->items.empty();
    imported.changes = changes_between(server ? servers->items.front() : all, server ? *imported.server : root_);
    imported.changes.set = map_document({});
    if (!server) return;
    imported.file_changes = changes_between(all, root_, kServers);
    imported.file_changes.set = map_document({});
  }

 private:
  [[nodiscard]] bool unknown(std::uint32_t key) const { return file_.unknown_keys.contains(key); }

  SourceNode topology_node(const ImportedTopology& imported) {
    const Topology& topology = *imported.topology;
    const std::string model = add_model(imported);
    const Document standard = standard_document(topology, model_of(imported));
    Nodes body;
    body.push_back(SourceNode::field("model", syntax::name_source(model)));
    const bool server = imported.server != nullptr;
    if (server) body.push_back(SourceNode::field("config_file", syntax::text_source(file_.stem)));
    add_roles(imported, model, body);
    if (topology.load) body.push_back(load_node(imported, *topology.load));
    add_env("env", topology.env, key_of(root_.find("environment"), "worker_env_var"), body);
    if (!topology.router_env.empty()) {
      Nodes env;
      add_env("env", topology.router_env, key_of(root_.find("environment"), "server_env_var"), env);
      body.push_back(SourceNode::make_block("router", std::move(env)));
    }
    add_sections(standard, body);
    if (!imported.changes.empty() || !imported.file_changes.empty()) {
      Nodes shape = shape_nodes(imported.changes);
      if (!imported.file_changes.empty())
        shape.push_back(SourceNode::make_block("file", shape_nodes(imported.file_changes)));
      body.push_back(SourceNode::make_block("configuration", std::move(shape)));
    }
    const std::string head =
        fmt::format("topology {}", server ? syntax::name_source(imported.name) : syntax::text_source(imported.name));
    return SourceNode::make_block(head, std::move(body), key_of(imported.server, "name"));
  }

  // The same as a program says it that does not start from the file.
  static Topology without_file(const Topology& topology, const Model& model) {
    Topology bare = topology;
    bare.model = &model;
    bare.document = nullptr;
    bare.document_stem.clear();
    bare.document_server.clear();
    return bare;
  }

  static Document exported(const Topology& topology) {
    const Exported one{&topology, topology.origin.name, topology.gpus_per_node.value_or(0), nullptr};
    return exported_document({&one, 1});
  }

  // What would be exported without the sections that the file says itself.
  static Document standard_document(const Topology& topology, const Model& model) {
    Topology bare = without_file(topology, model);
    bare.metadata = bare.slurm = bare.environment = bare.profiling = bare.accuracy = nullptr;
    bare.sections = bare.extra = nullptr;
    for (std::optional<Role>* role : {&bare.ctx, &bare.gen, &bare.server}) {
      if (*role) (*role)->options = nullptr;
    }
    if (bare.server) bare.load.reset();  // which stands in the server, not in a section
    return exported(bare);
  }

  [[nodiscard]] bool in_extra(const Field& option) const {
    const std::string_view name = option.name;
    return name == "env" || name == "extra" || name == "schema" || unknown(option.name_span.begin);
  }

  // The options where a parallel template and `extra { }` put them.
  [[nodiscard]] std::shared_ptr<const Record> as_written(const Record& options) const {
    const ParallelTemplate parallel = parallel_template(options);
    auto written = std::make_shared<Record>();
    written->fields = parallel.fields;
    const auto add = [&](bool extra) {
      for (const Field& field : options.fields) {
        if (!parallel.sets(field) && in_extra(field) == extra) written->fields.push_back(field);
      }
    };
    add(false);
    add(true);
    gather_parallel_options(written->fields, [&](const Field& field) { return !parallel.sets(field); });
    return written;
  }

  // The model that the file names.
  [[nodiscard]] Model model_of(const ImportedTopology& imported) const {
    const Document* const metadata = root_.find("metadata");
    Model model;
    model.id = text_in(imported.server, "model_name");
    if (model.id.empty()) model.id = text_in(metadata, "model_name");
    if (model.id.empty()) model.id = file_.stem;
    if (std::string dir = text_in(metadata, "model_dir_name"); !dir.empty()) model.dir = std::move(dir);
    if (std::string precision = text_in(metadata, "precision"); contains(kPrecisions, precision))
      model.precision = std::move(precision);
    return model;
  }

  // Declares it, where that is not done yet; gives the name of the declaration.
  std::string add_model(const ImportedTopology& imported) {
    const Document* const metadata = root_.find("metadata");
    const Model model = model_of(imported);
    const std::string& id = model.id;
    if (!models_made_.insert(id).second) return id;
    Nodes body;
    std::vector<std::uint32_t> keys = key_of(metadata, "model_name");
    std::ranges::move(key_of(imported.server, "model_name"), std::back_inserter(keys));
    if (model.dir)
      body.push_back(SourceNode::field("dir", syntax::text_source(*model.dir), key_of(metadata, "model_dir_name")));
    if (model.precision)
      body.push_back(SourceNode::field("precision", *model.precision, key_of(metadata, "precision")));
    SourceNode node =
        SourceNode::make_block(fmt::format("model {}", syntax::name_source(id)), std::move(body), std::move(keys));
    node.kind = "model";
    node.declaration = id;
    models_.emplace_back(id, std::move(node));
    return id;
  }

  void add_roles(const ImportedTopology& imported, const std::string& model, Nodes& body) {
    const Document* const hardware = root_.find("hardware");
    const Document* const workers = root_.find("worker_config");
    for (const std::optional<Role>* role :
         {&imported.topology->ctx, &imported.topology->gen, &imported.topology->server}) {
      if (!*role) continue;
      const std::string& name = (*role)->name;
      std::vector<std::uint32_t> keys = key_of(workers, name);
      std::ranges::move(key_of(hardware, fmt::format("num_{}_servers", name)), std::back_inserter(keys));
      body.push_back(role_node(**role, std::move(keys), imported.server, model));
    }
  }

  SourceNode role_node(const Role& role, std::vector<std::uint32_t> keys, const Document* server,
                       const std::string& model) {
    const Record none;
    const Record& options = role.options != nullptr ? *role.options : none;
    const ParallelTemplate parallel = parallel_template(options);
    Nodes body;
    Nodes extra;
    body.reserve(options.fields.size() + 2);
    for (const Field& field : options.fields) {
      if (parallel.sets(field)) {
        keys.push_back(field.name_span.begin);
      } else {
        (in_extra(field) ? extra : body).push_back(option_node(field));
      }
    }
    if (!extra.empty()) body.push_back(SourceNode::make_block("extra", std::move(extra)));
    const std::string_view key = role.name == "ctx"   ? "ctx_worker_env_var"
                                 : role.name == "gen" ? "gen_worker_env_var"
                                                      : "server_env_var";
    add_env("env", role.env, key_of(server != nullptr ? server : root_.find("environment"), key), body);
    std::string head = role.name;
    if (server == nullptr) head += fmt::format(" {}", role.servers);
    SourceNode node = SourceNode::make_block(std::move(head), std::move(body), std::move(keys));
    node.base = parallel.call;
    node.kind = "worker";
    node.declaration = fmt::format("{}_{}_{}", model, role.name, parallel_token(role));
    return node;
  }

  [[nodiscard]] SourceNode option_node(const Field& field) const {
    const Record* const record = field.value.record();
    if (record == nullptr) return value_node(field);
    Nodes body;
    Nodes extra;
    body.reserve(record->fields.size() + 1);
    for (const Field& inner : record->fields) {
      (unknown(inner.name_span.begin) ? extra : body).push_back(option_node(inner));
    }
    if (!extra.empty()) body.push_back(SourceNode::make_block("extra", std::move(extra)));
    return SourceNode::make_block(syntax::name_source(field.name), std::move(body), {field.name_span.begin});
  }

  static SourceNode value_node(const Field& field) {
    const std::vector<std::uint32_t> keys = {field.name_span.begin};
    const List* const list = field.value.list();
    if (list == nullptr || list->size() < 2) return SourceNode::field(field.name, value_source(field.value), keys);
    std::vector<std::string> elements;
    for (const Value& each : *list) elements.push_back(value_source(each));
    return SourceNode::list(field.name, std::move(elements), keys);
  }

  [[nodiscard]] SourceNode load_node(const ImportedTopology& imported, const Benchmark& load) const {
    Nodes body;
    Nodes extra;
    static const Record kNone;
    const Record& fields = load.origin.fields != nullptr ? *load.origin.fields : kNone;
    body.reserve(fields.fields.size() + 3);
    for (const Field& field : fields.fields) {
      const std::string_view name = field.name;
      if (name == "env" || name == "client_env") continue;
      if (name == "dataset") {
        body.push_back(SourceNode::field("dataset", dataset_source(load.dataset), {field.name_span.begin}));
      } else {
        (unknown(field.name_span.begin) ? extra : body).push_back(option_node(field));
      }
    }
    if (imported.server != nullptr) add_client_keys(*imported.server, load, body, extra);
    // Random data need no file, but the configuration names one.
    const Document* const benchmark = root_.find("benchmark");
    const Document* const file =
        load.dataset.random && imported.server == nullptr ? find_in(benchmark, "dataset_file") : nullptr;
    if (file != nullptr && file->text != kNoDataset)
      extra.push_back(document_node(*benchmark->find_entry("dataset_file")));
    if (!extra.empty()) body.push_back(SourceNode::make_block("extra", std::move(extra)));
    const Document* const environment = root_.find("environment");
    add_env("env", load.env, key_of(environment, "benchmark_env_var"), body);
    add_env("client_env", load.client_env, key_of(environment, "client_env_var"), body);
    std::vector<std::uint32_t> keys = key_of(&root_, "benchmark");
    std::ranges::move(key_of(imported.server, "client_configs"), std::back_inserter(keys));
    SourceNode node = SourceNode::make_block("benchmark", std::move(body), std::move(keys));
    node.kind = "benchmark";
    node.declaration = fmt::format("load_{}", length_token(load.input_length, load.output_length));
    return node;
  }

  // What the first client says that does not follow from the load: its name, and keys that say what is usual.
  void add_client_keys(const Document& server, const Benchmark& load, Nodes& body, Nodes& extra) const {
    const Document* const clients = server.find("client_configs");
    if (clients == nullptr || clients->items.empty() || load.concurrency.size() != 1) return;
    const Document& client = clients->items.front();
    const std::string name = text_in(&client, "name");
    if (!name.empty() && name != client_name(load, load.concurrency.front()))
      body.push_back(SourceNode::field("client_name", syntax::text_source(name), key_of(&client, "name")));
    const Document made = client_node(load, load.concurrency.front(), nullptr);
    for (const Document::Entry& entry : client.entries) {
      if (made.find(entry.key) == nullptr) extra.push_back(document_node(entry));
    }
  }

  static std::string dataset_source(const Dataset& dataset) {
    std::vector<std::string> arguments;
    if (!dataset.random) arguments.push_back(syntax::text_source(dataset.path.value_or("")));
    if (dataset.ratio) arguments.push_back(floating_source(dataset.ratio->value, dataset.ratio->spelling()));
    return fmt::format("{}({})", dataset.random ? "random" : "file", fmt::join(arguments, ", "));
  }

  static void add_env(std::string_view name, const Env& env, std::vector<std::uint32_t> keys, Nodes& body) {
    if (env.text) {
      if (!env.text->empty())
        body.push_back(SourceNode::field(std::string(name), syntax::text_source(*env.text), std::move(keys)));
      return;
    }
    if (env.variables.empty()) return;
    Nodes variables;
    for (const auto& [variable, value] : env.variables)
      variables.push_back(SourceNode::field(variable, syntax::text_source(value.str())));
    body.push_back(SourceNode::make_block(std::string(name), std::move(variables), std::move(keys)));
  }

  // Everything but roles and load.
  void add_sections(const Document& standard, Nodes& body) const {
    Nodes extra;
    for (const Document::Entry& entry : root_.entries) {
      if (entry.key == "benchmark" || entry.key == kServers) continue;
      if (unknown(entry.key_span.begin)) {
        extra.push_back(document_node(entry));
      } else if (entry.value.kind == Document::Kind::mapping) {
        SourceNode section = section_node(entry, standard.find(entry.key));
        const bool empty_itself = entry.value.entries.empty() && standard.find(entry.key) == nullptr;
        if (!section.body.empty() || empty_itself) body.push_back(std::move(section));
      }
    }
    if (!extra.empty()) body.push_back(SourceNode::make_block("extra", std::move(extra)));
  }

  [[nodiscard]] SourceNode section_node(const Document::Entry& section, const Document* standard) const {
    Nodes body;
    Nodes extra;
    body.reserve(section.value.entries.size() + 1);
    const bool environment = section.key == std::string_view("environment");
    for (const Document::Entry& entry : section.value.entries) {
      if (belongs_to_role(section.key, entry.key)) continue;
      const Document* const usual = find_in(standard, entry.key);
      const bool same = usual != nullptr && same_document(*usual, entry.value);
      if (same && !contains(kFollowCluster, entry.key)) continue;
      const bool hidden = environment && entry.key.ends_with("_env_var");
      // Texts that are variables of roles or load are there already.
      if (hidden && usual != nullptr && !same && !usual->text.empty()) continue;
      (hidden || unknown(entry.key_span.begin) ? extra : body).push_back(document_node(entry));
    }
    if (!extra.empty()) body.push_back(SourceNode::make_block("extra", std::move(extra)));
    return SourceNode::make_block(section.key, std::move(body), {section.key_span.begin});
  }

  static bool belongs_to_role(std::string_view section, std::string_view key) {
    if (section == "worker_config") return key == "ctx" || key == "gen";
    return section == "hardware" && (key == "num_ctx_servers" || key == "num_gen_servers");
  }

  [[nodiscard]] SourceNode document_node(const Document::Entry& entry) const {
    const std::vector<std::uint32_t> keys = {entry.key_span.begin};
    if (entry.value.kind == Document::Kind::mapping) {
      Nodes body;
      Nodes extra;
      body.reserve(entry.value.entries.size() + 1);
      for (const Document::Entry& inner : entry.value.entries) {
        (unknown(inner.key_span.begin) ? extra : body).push_back(document_node(inner));
      }
      if (!extra.empty()) body.push_back(SourceNode::make_block("extra", std::move(extra)));
      return SourceNode::make_block(syntax::name_source(entry.key), std::move(body), keys);
    }
    if (entry.value.kind == Document::Kind::scalar || entry.value.items.size() < 2)
      return SourceNode::field(entry.key, value_source(entry.value), keys);
    std::vector<std::string> elements;
    for (const Document& item : entry.value.items) elements.push_back(value_source(item));
    return SourceNode::list(entry.key, std::move(elements), keys);
  }

  static SourceNode names_node(std::string name, const std::vector<std::string>& names) {
    std::vector<std::string> elements;
    elements.reserve(names.size());
    for (const std::string& each : names) elements.push_back(syntax::text_source(each));
    return SourceNode::list(std::move(name), std::move(elements));
  }

  [[nodiscard]] Nodes shape_nodes(const DocumentChanges& changes) const {
    Nodes body;
    if (!changes.without.empty()) body.push_back(names_node("without", changes.without));
    if (!changes.keys.empty()) body.push_back(names_node("keys", changes.keys));
    if (!changes.order.empty()) {
      Nodes order;
      for (const auto& [path, keys] : changes.order) order.push_back(names_node(path, keys));
      body.push_back(SourceNode::make_block("order", std::move(order)));
    }
    if (!changes.set.entries.empty()) {
      Nodes set;
      for (const Document::Entry& entry : changes.set.entries) set.push_back(document_node(entry));
      body.push_back(SourceNode::make_block("set", std::move(set)));
    }
    return body;
  }

  const ImportedConfiguration& file_;
  const Document& root_;
  std::set<std::string> models_made_;
  std::vector<std::pair<std::string, SourceNode>> models_;  // in order of appearance
};

}  // namespace

void expect_changes(ImportedConfiguration& file) {
  const ConfigSource source(file);
  for (ImportedTopology& topology : file.topologies) source.expect_changes(topology);
}

WrittenConfiguration configuration_nodes(const ImportedConfiguration& file) {
  WrittenConfiguration written{ConfigSource(file).run(), YamlComments(file.text, *file.document)};
  claim_keys(written.nodes, written.comments);
  written.comments.settle();
  return written;
}

std::string configuration_source(const WrittenConfiguration& written, std::string_view shared) {
  return syntax::layout(configuration_draft(written, shared));
}

std::string configuration_draft(const WrittenConfiguration& written, std::string_view shared) {
  syntax::SourceWriter out;
  for (const std::string& comment : written.comments.unclaimed()) out.comment(comment);
  out.blank();
  if (calls_template(written.nodes)) out.statement("use std.trtllm");
  if (!shared.empty()) out.statement(fmt::format("use {}", syntax::text_source(shared)));
  out.blank();
  print_nodes(written.nodes, written.comments, out);
  return out.draft();
}

std::string yaml_base_source(const ImportedConfiguration& file, std::string_view path) {
  syntax::SourceWriter out;
  for (const ImportedTopology& topology : file.topologies) {
    out.blank();
    std::string base = fmt::format("yaml({}", syntax::text_source(path));
    if (topology.server != nullptr)
      base += fmt::format(", {}", syntax::text_source(topology.topology->document_server));
    out.statement(fmt::format("topology {} : {}) {{ }}", syntax::text_source(topology.name), base));
  }
  return out.finish();
}

}  // namespace perfc
