#include "compiler/emit/config_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/emit/config_benchmark.hpp"
#include "compiler/emit/config_env.hpp"
#include "compiler/emit/config_shape.hpp"
#include "compiler/emit/config_value.hpp"
#include "compiler/plan/names.hpp"
#include "compiler/plan/sbatch.hpp"

namespace perfc {
namespace {

const std::shared_ptr<const Record> kNothing;
constexpr Duration kUsualJobTime{std::int64_t{4} * 3'600'000};

// Sections whose fields the program keeps as a record of that name.
const std::shared_ptr<const Record>& record_of(const Topology& topology, std::string_view section) {
  if (section == "metadata") return topology.metadata;
  if (section == "slurm") return topology.slurm;
  if (section == "profiling") return topology.profiling;
  if (section == "accuracy") return topology.accuracy;
  return kNothing;
}

bool is_record(std::string_view section) {
  return section == "metadata" || section == "slurm" || section == "profiling" || section == "accuracy";
}

const Value* other_section(const Topology& topology, std::string_view name) {
  const Value* const known = field_of(topology.sections, name);
  return known != nullptr ? known : field_of(topology.extra, name);
}

// A text of `environment`: from which variables it comes, and whether the configuration has anybody to receive it.
struct EnvText {
  std::string_view key;
  std::string text;
  bool has_owner;
};

std::array<EnvText, 6> env_texts(const Topology& topology, const Benchmark* load) {
  const auto of_role = [](const std::optional<Role>& role) { return role ? env_text(role->env) : std::string(); };
  return {{{"worker_env_var", env_text(topology.env), true},
           {"ctx_worker_env_var", of_role(topology.ctx), topology.ctx.has_value()},
           {"gen_worker_env_var", of_role(topology.gen), topology.gen.has_value()},
           {"server_env_var", env_text(topology.router_env), true},
           {"benchmark_env_var", load != nullptr ? env_text(load->env) : "", load != nullptr},
           {"client_env_var", load != nullptr ? env_text(load->client_env) : "", load != nullptr}}};
}

Document changed_environment(const Document& section, const Topology& topology, const Benchmark* load) {
  const std::array<EnvText, 6> texts = env_texts(topology, load);
  const auto find = [&](std::string_view key) {
    return std::find_if(texts.begin(), texts.end(), [&](const EnvText& each) { return each.key == key; });
  };
  Document out = map_node();
  out.flow = section.flow;
  for (const Document::Entry& entry : section.entries) {
    const auto text = find(entry.key);
    if (text == texts.end()) {
      const Value* const value = field_of(topology.environment, entry.key);
      if (value != nullptr)
        out.entries.push_back({entry.key, entry.key_style, entry.key_span, overridden(entry.value, *value)});
      continue;
    }
    // A null or empty text means no variables, and so does one whose role is not there.
    const bool unchanged = !text->has_owner || text->text == entry.value.text ||
                           (text->text.empty() && same_value(entry.value, Value{Null{}, {}}));
    if (unchanged) {
      out.entries.push_back(entry);
    } else if (!text->text.empty()) {
      out.entries.push_back({entry.key, entry.key_style, entry.key_span, string_node(text->text, &entry.value)});
    }
  }
  if (topology.environment != nullptr) {
    for (const Field& field : topology.environment->fields) {
      if (section.find(field.name) == nullptr) put(out, field.name, node_of(field.value));
    }
  }
  for (const EnvText& text : texts) {
    if (!text.text.empty() && section.find(text.key) == nullptr) put(out, text.key, string_node(text.text));
  }
  return out;
}

Document changed_hardware(const Document& section, const Topology& topology) {
  Record fields;
  for (const Document::Entry& entry : section.entries) {
    const bool counts =
        entry.key == "gpus_per_node" || entry.key == "num_ctx_servers" || entry.key == "num_gen_servers";
    const Value* const whole = counts ? nullptr : other_section(topology, "hardware");
    const Field* const field =
        whole != nullptr && whole->record() != nullptr ? whole->record()->find(entry.key) : nullptr;
    if (field != nullptr) fields.fields.push_back(*field);
  }
  if (topology.gpus_per_node) fields.fields.push_back({"gpus_per_node", {*topology.gpus_per_node, {}}, {}});
  const auto count = [&](std::string_view key, const std::optional<Role>& role) {
    if (role) {
      fields.fields.push_back({std::string(key), {role->servers, {}}, {}});
    } else if (section.find(key) != nullptr) {
      fields.fields.push_back({std::string(key), {std::int64_t{0}, {}}, {}});
    }
  };
  count("num_ctx_servers", topology.ctx);
  count("num_gen_servers", topology.gen);
  return overridden_map(section, fields);
}

Document changed_workers(const Document& section, const Topology& topology) {
  const auto role_of = [&](std::string_view key) -> const std::optional<Role>* {
    return key == "ctx" ? &topology.ctx : key == "gen" ? &topology.gen : nullptr;
  };
  const Value* const whole = other_section(topology, "worker_config");
  const Record* const rest = whole != nullptr ? whole->record() : nullptr;
  Document out = map_node();
  out.flow = section.flow;
  for (const Document::Entry& entry : section.entries) {
    if (const std::optional<Role>* const role = role_of(entry.key)) {
      const bool has_options = role->has_value() && (*role)->options != nullptr;
      const bool empty = has_options && (*role)->options->fields.empty();
      if (entry.value.kind != Document::Kind::mapping && (!has_options || empty)) {
        out.entries.push_back(entry);
      } else if (has_options) {
        out.entries.push_back(
            {entry.key, entry.key_style, entry.key_span, overridden_map(entry.value, *(*role)->options, "env")});
      }
    } else if (const Field* const field = rest != nullptr ? rest->find(entry.key) : nullptr) {
      out.entries.push_back({entry.key, entry.key_style, entry.key_span, overridden(entry.value, field->value)});
    }
  }
  for (const std::string_view key : {"gen", "ctx"}) {
    const std::optional<Role>& role = *role_of(key);
    if (role && role->options != nullptr && section.find(key) == nullptr) {
      put(out, key, overridden_map(map_node(), *role->options));
    }
  }
  return out;
}

// Nothing when the program has taken the section away.
std::optional<Document> changed_section(const Document::Entry& entry, const Topology& topology, const Benchmark* load) {
  const Document& section = entry.value;
  const bool is_map = section.kind == Document::Kind::mapping;
  const bool is_null = same_value(section, Value{Null{}, {}});
  if (entry.key == "benchmark" || entry.key == "sequence") return section;  // change_load sees to them
  if (entry.key == "environment" && is_map) return changed_environment(section, topology, load);
  if (entry.key == "hardware" && is_map) return changed_hardware(section, topology);
  if (entry.key == "worker_config" && is_map) return changed_workers(section, topology);
  if (is_record(entry.key)) {
    const auto& record = record_of(topology, entry.key);
    if (record == nullptr) return is_null ? std::optional(section) : std::nullopt;
    return is_map ? overridden_map(section, *record) : overridden_map(map_node(), *record);
  }
  const Value* const value = other_section(topology, entry.key);
  if (value == nullptr) return is_null ? std::optional(section) : std::nullopt;
  return overridden(section, *value);
}

// What stands in `sequence` beside the lengths, which are the load's.
void change_sequence(Document& document, const Topology& topology) {
  Document* const sequence = find_mutable(document, "sequence");
  const Value* const value = other_section(topology, "sequence");
  if (sequence == nullptr || value == nullptr || value->record() == nullptr) return;
  for (const Field& field : value->record()->fields) {
    if (Document* const node = find_mutable(*sequence, field.name)) {
      *node = overridden(*node, field.value);
    } else {
      put(*sequence, field.name, node_of(field.value));
    }
  }
}

Document slurm_section(const Topology& topology, const Suite& suite, std::int64_t gpus_per_node) {
  Document section = map_node();
  put(section, "script_file", string_node("disaggr_torch.slurm"));
  put(section, "partition", string_node("<partition>"));
  put(section, "account", string_node("<account>"));
  const bool limited = suite.cluster != nullptr && suite.cluster->time.has_value();
  put(section, "job_time", string_node(slurm_time(limited ? *suite.cluster->time : kUsualJobTime)));
  put(section, "job_name", string_node("unified-benchmark"));
  if (gpus_per_node > 0) put(section, "extra_args", string_node(fmt::format("--gres=gpu:{}", gpus_per_node)));
  put(section, "numa_bind", boolean_node(true));
  return with_own(std::move(section), topology.slurm);
}

Document environment_section(const Topology& topology, const Benchmark* load) {
  Document section = map_node();
  for (const std::string_view key : {"container_mount", "container_image", "model_path"}) {
    put(section, key, string_node(fmt::format("<{}>", key)));
  }
  put(section, "trtllm_repo", string_node(""));
  put(section, "build_wheel", boolean_node(false));
  put(section, "work_dir", string_node("<full_path_to_work_dir>"));
  const std::array<EnvText, 6> texts = env_texts(topology, load);
  for (const EnvText& text : texts) {
    const bool always = text.key == "worker_env_var" || text.key == "server_env_var";
    if (always || !text.text.empty()) put(section, text.key, string_node(text.text));
  }
  if (topology.environment == nullptr) return section;
  // A text in the section itself (`worker_env_var: null`) is what stands there without variables.
  Record own = *topology.environment;
  for (const EnvText& text : texts) {
    if (!text.text.empty()) std::erase_if(own.fields, [&](const Field& field) { return field.name == text.key; });
  }
  return with_own(std::move(section), std::make_shared<const Record>(std::move(own)));
}

Document hardware_section(const Topology& topology, std::int64_t gpus_per_node) {
  Document section = map_node();
  gpus_per_node = topology.gpus_per_node.value_or(gpus_per_node);
  if (gpus_per_node > 0) put(section, "gpus_per_node", integer_node(gpus_per_node));
  put(section, "num_ctx_servers", integer_node(topology.ctx ? topology.ctx->servers : 0));
  put(section, "num_gen_servers", integer_node(topology.gen ? topology.gen->servers : 0));
  const Value* const own = other_section(topology, "hardware");
  if (own == nullptr || own->record() == nullptr) return section;
  return with_own(std::move(section), std::get<std::shared_ptr<const Record>>(own->data));
}

void set(Document& map, std::string_view key, Document value) {
  if (Document* const node = find_mutable(map, key)) {
    *node = std::move(value);
  } else {
    put(map, key, std::move(value));
  }
}

// A configuration made for the topology's own load, for another one.
void change_for_load(Document& configuration, const Benchmark& load, const Topology& topology) {
  change_load(configuration, load, topology.load ? &*topology.load : nullptr);
  Document* const metadata = find_mutable(configuration, "metadata");
  if (metadata != nullptr && find_mutable(*metadata, "benchmark_type") != nullptr &&
      field_of(topology.metadata, "benchmark_type") == nullptr) {
    set(*metadata, "benchmark_type", string_node(length_token(load.input_length, load.output_length)));
  }
  Document* const environment = find_mutable(configuration, "environment");
  if (environment == nullptr) return;
  const auto set_env = [&](std::string_view key, const Env& env) {
    if (!env.empty()) {
      set(*environment, key, string_node(env_text(env)));
    } else {
      std::erase_if(environment->entries, [&](const Document::Entry& entry) { return entry.key == key; });
    }
  };
  set_env("benchmark_env_var", load.env);
  set_env("client_env_var", load.client_env);
}

Document worker_section(const Topology& topology) {
  Document section = map_node();
  const Value* const rest = field_of(topology.sections, "worker_config");
  if (rest != nullptr && rest->record() != nullptr) section = overridden_map(section, *rest->record());
  return changed_workers(section, topology);
}

Document switched_off(std::string_view key, const std::shared_ptr<const Record>& own) {
  Document section = map_node();
  put(section, key, boolean_node(false));
  return with_own(std::move(section), own);
}

}  // namespace

const Benchmark* load_of(const Test& test) {
  if (!test.loads.empty()) return test.loads.front();
  return test.topology->load ? &*test.topology->load : nullptr;
}

bool depends_on_load(std::string_view section, const Topology& topology, const Benchmark* load) {
  if (section == "benchmark" || section == "sequence") return true;
  if (section == "metadata") return topology.document == nullptr;  // benchmark_type
  if (section != "environment") return false;
  const bool variables = load != nullptr && (!load->env.empty() || !load->client_env.empty());
  const Document* const own = topology.document != nullptr ? topology.document->find("environment") : nullptr;
  return variables ||
         (own != nullptr && (own->find("dataset_file") != nullptr || own->find("benchmark_env_var") != nullptr ||
                             own->find("client_env_var") != nullptr));
}

Document metadata_section(const Topology& topology, const Suite& suite) {
  Document section = map_node();
  const Model* const model = topology.model;
  if (model != nullptr) put(section, "model_name", string_node(model->id));
  if (model != nullptr && model->precision) put(section, "precision", string_node(*model->precision));
  if (model != nullptr && model->dir) put(section, "model_dir_name", string_node(*model->dir));
  const Gpu* const gpu = suite.cluster != nullptr ? suite.cluster->gpu : nullptr;
  if (gpu != nullptr) {
    Document names;
    names.kind = Document::Kind::sequence;
    std::string name = gpu->origin.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    names.items.push_back(string_node(std::move(name)));
    put(section, "supported_gpus", std::move(names));
  } else if (const Value* const own = field_of(topology.metadata, "supported_gpus")) {
    put(section, "supported_gpus", node_of(*own));
  }
  return section;
}

void add_new_sections(Document& out, const Topology& topology) {
  for (const std::string_view name : {"metadata", "slurm", "environment", "profiling", "accuracy"}) {
    const auto& record = name == "environment" ? topology.environment : record_of(topology, name);
    if (record != nullptr && out.find(name) == nullptr) put(out, name, overridden_map(map_node(), *record));
  }
  for (const auto& records : {topology.sections, topology.extra}) {
    if (records == nullptr) continue;
    for (const Field& field : records->fields) {
      const bool elsewhere = field.name == "worker_config" || field.name == "hardware";
      if (!elsewhere && out.find(field.name) == nullptr) put(out, field.name, overridden(map_node(), field.value));
    }
  }
}

Document with_own(Document section, const std::shared_ptr<const Record>& own) {
  if (own == nullptr) return section;
  for (const Field& field : own->fields) {
    if (Document* const node = find_mutable(section, field.name)) {
      *node = overridden(*node, field.value);
    } else {
      put(section, field.name, node_of(field.value));
    }
  }
  return section;
}

namespace {

// The configuration of a test whose topology comes from a file: what the program did not change stays.
Document changed_configuration(const TestPlan& test, Sections which) {
  const Topology& topology = *test.test->topology;
  const Benchmark* const load = load_of(*test.test);
  Document out = map_node();
  for (const Document::Entry& entry : topology.document->entries) {
    const bool wanted = which == Sections::all || depends_on_load(entry.key, topology, load);
    if (auto section = wanted ? changed_section(entry, topology, load) : map_node()) {
      out.entries.push_back({entry.key, entry.key_style, entry.key_span, std::move(*section)});
    }
  }
  change_sequence(out, topology);
  add_new_sections(out, topology);
  if (load != nullptr) change_load(out, *load, topology.load ? &*topology.load : nullptr);
  return out;
}

// The same for a topology written in the language, in the order in which the field writes sections.
Document new_configuration(const TestPlan& test, const SuitePlan& suite, Sections which) {
  const Topology& topology = *test.test->topology;
  const Benchmark* const load = load_of(*test.test);
  const bool all = which == Sections::all;
  Document metadata = metadata_section(topology, *suite.suite);
  put(metadata, "script_file", string_node("disaggr_torch.slurm"));
  if (load != nullptr)
    put(metadata, "benchmark_type", string_node(length_token(load->input_length, load->output_length)));
  Document out = map_node();
  put(out, "metadata", with_own(std::move(metadata), topology.metadata));
  put(out, "slurm", all ? slurm_section(topology, *suite.suite, test.gpus_per_node) : map_node());
  if (load != nullptr) put(out, "benchmark", benchmark_section(*load));
  put(out, "hardware", all ? hardware_section(topology, test.gpus_per_node) : map_node());
  const bool environment = all || depends_on_load("environment", topology, load);
  put(out, "environment", environment ? environment_section(topology, load) : map_node());
  put(out, "profiling", all ? switched_off("nsys_on", topology.profiling) : map_node());
  put(out, "accuracy", all ? switched_off("enable_accuracy_test", topology.accuracy) : map_node());
  add_new_sections(out, topology);
  put(out, "worker_config", all ? worker_section(topology) : map_node());
  return out;
}

// The same for one that says what its configuration is like otherwise: that of its own load, changed for the test's.
Document shaped_configuration(const TestPlan& test, const SuitePlan& suite, Sections which) {
  const Topology& topology = *test.test->topology;
  TestPlan with_own_load = test;
  Test own = *test.test;
  if (topology.load) own.loads.clear();
  with_own_load.test = &own;
  Document out = new_configuration(with_own_load, suite, which);
  apply_shape(out, *topology.shape);
  if (topology.shape->file != nullptr) apply_shape(out, *topology.shape->file);  // the file is its own
  const Benchmark* const load = load_of(*test.test);
  if (load != nullptr && load != load_of(own)) change_for_load(out, *load, topology);
  return out;
}

}  // namespace

Document configuration_of(const TestPlan& test, const SuitePlan& suite, Sections which) {
  const Topology& topology = *test.test->topology;
  if (topology.document != nullptr) return changed_configuration(test, which);
  return topology.shape ? shaped_configuration(test, suite, which) : new_configuration(test, suite, which);
}

}  // namespace perfc
