// Topologies and their roles.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "compiler/check/build.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/program/parallel_options.hpp"

namespace perfc::check {
namespace {

std::int64_t size_option(const Record& options, std::string_view name, std::int64_t otherwise) {
  const Field* field = options.find(name);
  const auto* value = field != nullptr ? field->value.get<std::int64_t>() : nullptr;
  return value != nullptr ? *value : otherwise;
}

void take_env(Env& env, const Record& fields, std::string_view name = "env") {
  if (const Field* field = fields.find(name); field != nullptr) schema::assign(env, field->value);
}

std::shared_ptr<const Record> section(const Record& fields, std::string_view name) {
  const Field* field = fields.find(name);
  if (field == nullptr || field->value.record() == nullptr) return nullptr;
  return std::get<std::shared_ptr<const Record>>(field->value.data);
}

// A template such as dep(8), or a worker like it: nothing but sizes.
bool says_sizes_alone(const syntax::Body& body) {
  return std::ranges::all_of(body.statements, [](const syntax::Statement* statement) {
    return statement->kind == syntax::StatementKind::require || is_parallel_option(statement->name);
  });
}

// Whether a body of the role says something about the field, or one that a worker has for it; else it comes from
// dep(8).
bool written_in_role(const Object& object, std::string_view name) {
  return std::ranges::any_of(object.slots, [&](const Slot& slot) {
    return slot.name == name && std::ranges::any_of(slot.definitions, [&](const Definition& definition) {
             if (definition.layer == 0 || definition.layer > object.layers.size()) return false;
             const Layer& layer = object.layers[definition.layer - 1U];
             return layer.of_role || !says_sizes_alone(*layer.body);
           });
  });
}

std::optional<Role> build_role(Context& context, Object& topology, std::string_view name, bool complete) {
  Slot* slot = topology.find(name);
  if (slot == nullptr) return std::nullopt;
  const auto* handle = opaque<Object>(force(context, topology, *slot));
  if (handle == nullptr) return std::nullopt;
  auto& object = const_cast<Object&>(*handle);
  check_requirements(context, object);
  Role role;
  role.name = name;
  role.span = slot->name_span;
  role.servers_span = slot->name_span;
  if (object.count) {
    role.servers_span = object.count->span;
    if (const auto* count = object.count->get<std::int64_t>()) role.servers = *count;
  } else if (name != "server" && complete) {
    context.diags.report(codes::wrong_roles, slot->name_span, fmt::format("'{}' does not say how many servers", name))
        .advise(fmt::format("write the number of servers: {} 1 {{ ... }}", name));
  }
  auto options = std::make_shared<Record>();
  const std::shared_ptr<const Record> fields = finish(context, object);
  options->fields.reserve(fields->fields.size());
  for (const Field& field : fields->fields) {
    const std::string_view option = field.name;
    if (option != "env" && option != "schema") options->fields.push_back(field);
  }
  gather_parallel_options(options->fields, [&](const Field& field) { return written_in_role(object, field.name); });
  take_env(role.env, *fields);
  role.tensor_parallel_size = size_option(*options, "tensor_parallel_size", 1);
  role.pipeline_parallel_size = size_option(*options, "pipeline_parallel_size", 1);
  role.context_parallel_size = size_option(*options, "context_parallel_size", 1);
  const Field* world = options->find("world_size");
  if (world != nullptr && world->value.get<std::int64_t>() != nullptr)
    role.world_size = *world->value.get<std::int64_t>();
  // An aggregated server that says nothing has one GPU, as the engine's own default is. Of ctx and gen servers the
  // sizes decide how many nodes a job takes, and a forgotten one is found out when it has them.
  if (name != "server" && complete && !object.incomplete && !role.world_size && object.lacks("tensor_parallel_size") &&
      object.lacks("world_size")) {
    context.diags.report(codes::missing_field, slot->name_span, fmt::format("role '{}'", name), "tensor_parallel_size")
        .advise(fmt::format("start it from a parallel template, as in `{} 1 : dep(8) {{ ... }}`, or write "
                            "tensor_parallel_size or world_size",
                            name));
  }
  role.options = std::move(options);
  return role;
}

void check_roles(Context& context, const Topology& topology, Object& object, bool complete) {
  if (topology.server && topology.disaggregated()) {
    context.diags
        .report(codes::wrong_roles, topology.server->span,
                fmt::format("{} has both 'server' and '{}'", object.what, topology.ctx ? "ctx" : "gen"))
        .advise("a topology is either one 'server' (aggregated) or 'ctx' and 'gen' (disaggregated)");
  } else if (complete && !object.incomplete && object.lacks("server") && object.lacks("ctx") && object.lacks("gen")) {
    context.diags.report(codes::wrong_roles, object.span, fmt::format("{} has no roles", object.what))
        .advise("write 'ctx N { ... }' and 'gen N { ... }', or 'server { ... }'");
  } else if (complete && !object.incomplete && topology.ctx && object.lacks("gen")) {
    context.diags
        .report(codes::wrong_roles, topology.ctx->span,
                fmt::format("{} has 'ctx' servers and no 'gen' servers", object.what))
        .advise("write 'gen N { ... }' beside 'ctx'");
  }
}

// Sections without a member of their own, and keys that no schema knows.
void collect_sections(Topology& topology, const Record& fields, const schema::RecordType& type) {
  auto sections = std::make_shared<Record>();
  auto extra = std::make_shared<Record>();
  constexpr auto own = std::to_array<std::string_view>(
      {"model", "schema", "ctx", "gen", "server", "env", "router", "benchmark", "cache_transceiver_config", "metadata",
       "slurm", "environment", "profiling", "accuracy", "gpus_per_node", "config_file", "configuration"});
  for (const Field& field : fields.fields) {
    if (std::find(std::begin(own), std::end(own), field.name) != std::end(own)) continue;
    (type.find(field.name) != nullptr ? sections : extra)->fields.push_back(field);
  }
  if (!sections->fields.empty()) topology.sections = std::move(sections);
  if (!extra->fields.empty()) topology.extra = std::move(extra);
}

// "foo" of "configs/foo.yaml".
std::string stem_of(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return std::string(path.substr(0, path.rfind('.')));
}

void take_document(const Context& context, Topology& topology, const Object& object) {
  for (const Layer& layer : object.layers) {
    if (layer.configuration == nullptr) continue;
    topology.document = layer.configuration->document;
    topology.document_stem = stem_of(context.sources[layer.configuration->span.file].path);
    topology.document_server = topology.server ? std::string(layer.configuration->name) : std::string();
  }
}

std::vector<std::string> texts_of(const Value& value) {
  std::vector<std::string> texts;
  if (const List* list = value.list()) {
    for (const Value& each : *list) {
      if (const Text* text = each.get<Text>()) texts.push_back(text->str());
    }
  }
  return texts;
}

std::optional<ConfigShape> build_shape(const Record& fields, std::string_view name = "configuration") {
  const auto record = section(fields, name);
  if (record == nullptr) return std::nullopt;
  ConfigShape shape;
  if (const Field* without = record->find("without")) shape.without = texts_of(without->value);
  if (const Field* keys = record->find("keys")) shape.keys = texts_of(keys->value);
  if (const auto order = section(*record, "order")) {
    for (const Field& field : order->fields) shape.order.emplace_back(field.name, texts_of(field.value));
  }
  shape.set = section(*record, "set");
  if (auto file = build_shape(*record, "file")) shape.file = std::make_shared<const ConfigShape>(*std::move(file));
  return shape;
}

// Of a foreign configuration it is a field of its own, as `hardware` counts servers too, which is the roles' matter.
void take_gpus_per_node(Topology& topology, const Record& fields) {
  const auto hardware = section(fields, "hardware");
  for (const Record* record : {&fields, hardware.get()}) {
    const Field* field = record != nullptr ? record->find("gpus_per_node") : nullptr;
    if (field == nullptr || field->value.get<std::int64_t>() == nullptr) continue;
    topology.gpus_per_node = *field->value.get<std::int64_t>();
    topology.gpus_per_node_span = field->value.span;
  }
}

// A server of the language that says which file it stands in lends its names as one of a YAML file does.
void take_config_file(Topology& topology, const Record& fields) {
  const Field* const field = fields.find("config_file");
  const Text* const text = field != nullptr ? field->value.get<Text>() : nullptr;
  if (text == nullptr) return;
  topology.document_stem = text->str();
  if (topology.document == nullptr) topology.document_server = topology.origin.name;
}

const Benchmark* own_load(Context& context, Object& object) {
  Slot* slot = object.find("benchmark");
  if (slot == nullptr) return nullptr;
  const auto* handle = opaque<Object>(force(context, object, *slot));
  return handle != nullptr ? build_benchmark(context, const_cast<Object&>(*handle), "benchmark", slot->name_span)
                           : nullptr;
}

}  // namespace

const Topology* build_topology(Context& context, Object& object, const syntax::Declaration& node, bool complete) {
  const std::size_t errors_before = context.diags.errors();
  Topology& topology = context.program->topologies.emplace_back();
  topology.origin = origin_of(context, object, node.name);
  topology.quoted = node.quoted;
  topology.computed = object.computed;
  const Record& fields = *topology.origin.fields;
  if (Instance* model = reference_at(context, object, "model")) topology.model = build_model(context, *model);
  topology.ctx = build_role(context, object, "ctx", complete);
  topology.gen = build_role(context, object, "gen", complete);
  topology.server = build_role(context, object, "server", complete);
  check_roles(context, topology, object, complete);
  take_env(topology.env, fields);
  if (const auto router = section(fields, "router")) take_env(topology.router_env, *router);
  if (const Benchmark* load = own_load(context, object)) topology.load = *load;
  take_gpus_per_node(topology, fields);
  topology.shape = build_shape(fields);
  topology.metadata = section(fields, "metadata");
  topology.slurm = section(fields, "slurm");
  topology.environment = section(fields, "environment");
  topology.profiling = section(fields, "profiling");
  topology.accuracy = section(fields, "accuracy");
  collect_sections(topology, fields, *object.type);
  take_document(context, topology, object);
  take_config_file(topology, fields);
  if (complete && !object.incomplete && topology.model == nullptr && topology.document == nullptr &&
      object.lacks("model")) {
    context.diags.report(codes::missing_field, object.span, object.what, "model")
        .advise("write model = NAME, and declare or import that model");
  }
  if (context.diags.errors() > errors_before) topology.origin.sound = false;
  return &topology;
}

const Topology* build_topology(Context& context, Instance& instance, bool complete) {
  if (instance.built == nullptr) {
    const syntax::Declaration& node = *instance.entity->node;
    instance.built = build_topology(context, object_of(context, instance), node, complete);
    context.program->topologies.back().declared = !node.is_template;
  }
  return static_cast<const Topology*>(instance.built);
}

}  // namespace perfc::check
