#include "compiler/import/configuration.hpp"

#include <algorithm>
#include <array>

#include "compiler/base/configuration_keys.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_env.hpp"
#include "compiler/import/config_load.hpp"
#include "compiler/import/config_server.hpp"
#include "compiler/import/config_tree.hpp"

namespace perfc {
namespace {

// Sections that are maps in every configuration; others may be anything.
constexpr std::array<std::string_view, 11> kMaps = {
    "metadata", "slurm",    "benchmark",         "hardware",          "environment",        "profiling",
    "accuracy", "sequence", "ctx_router_config", "gen_router_config", "server_config_extra"};

constexpr std::array<std::string_view, 2> kLengthKeys = {"input_length", "output_length"};
constexpr std::array<std::string_view, 2> kRoleKeys = {"ctx", "gen"};

// Where the texts of `environment` belong: block and field of the topology.
struct EnvPlace {
  std::string_view key;
  std::string_view owner;
  std::string_view field;
};
constexpr std::array<EnvPlace, 6> kEnv = {{{"worker_env_var", "", "env"},
                                           {"ctx_worker_env_var", "ctx", "env"},
                                           {"gen_worker_env_var", "gen", "env"},
                                           {"server_env_var", "router", "env"},
                                           {"benchmark_env_var", "benchmark", "env"},
                                           {"client_env_var", "benchmark", "client_env"}}};

class Disaggregated {
 public:
  Disaggregated(const Document& root, ConfigTree& tree) : root_(root), tree_(tree) {}

  Statements run() {
    check_required();
    Statements all;
    for (const Document::Entry& entry : root_.entries) {
      const bool is_map = std::find(kMaps.begin(), kMaps.end(), entry.key) != kMaps.end();
      if (!is_map || tree_.expect_map(entry.value, quoted(entry.key))) {
        section(entry, all);
      }
    }
    if (root_.find("benchmark") == nullptr) {
      add_envs("benchmark", load_);
    }
    // Without a section of its own a configuration is run with the defaults.
    if (!has_load_) {
      load_span_ = {root_.span.file, root_.span.begin, root_.span.begin};
    }
    all.push_back(tree_.block("benchmark", load_span_, load_, load_span_));
    return all;
  }

 private:
  static std::string quoted(std::string_view key) { return "'" + std::string(key) + "'"; }

  void check_required() {
    for (const std::string_view key : {"hardware", "worker_config"}) {
      if (root_.find(key) != nullptr) continue;
      Diagnostic& report = report_missing(root_, key, key, kSections);
      if (!report.help.empty()) continue;
      report.advise(
          "a configuration of a disaggregated test has 'hardware' and 'worker_config', one of aggregated servers "
          "'server_configs'");
    }
  }

  // At the key that is most likely meant to be it, else where the map begins.
  Diagnostic& report_missing(const Document& map, std::string_view key, std::string_view path,
                             std::span<const std::string_view> known) {
    const Document::Entry* const meant = misspelt(map, key, known);
    const Span begin{map.span.file, map.span.begin, map.span.begin};
    Diagnostic& report = tree_.diags().report(codes::config_missing, meant != nullptr ? meant->key_span : begin, path);
    if (meant != nullptr) report.advise("write '" + std::string(key) + "' in place of '" + meant->key + "'");
    return report;
  }

  void section(const Document::Entry& entry, Statements& all) {
    if (entry.key == "benchmark") {
      has_load_ = true;
      load_span_ = entry.key_span;
      load_ = import_load(root_, entry.value, tree_);
      add_envs("benchmark", load_);
    } else if (entry.key == "environment") {
      environment(entry, all);
    } else if (entry.key == "hardware") {
      hardware(entry, all);
    } else if (entry.key == "worker_config") {
      workers(entry, all);
    } else if (entry.key == "sequence") {
      rest_of(entry, kLengthKeys, root_.find("benchmark") != nullptr, all);
    } else {
      all.push_back(tree_.entry(entry));
    }
  }

  // The section without the keys that stand elsewhere in a topology; no block when none is left.
  void rest_of(const Document::Entry& entry, std::span<const std::string_view> taken, bool take, Statements& all) {
    Statements rest;
    for (const Document::Entry& each : entry.value.entries) {
      if (!take || std::find(taken.begin(), taken.end(), each.key) == taken.end()) {
        rest.push_back(tree_.entry(each));
      }
    }
    if (!rest.empty()) {
      all.push_back(tree_.block(entry.key, entry.key_span, rest, entry.value.span));
    }
  }

  void environment(const Document::Entry& entry, Statements& all) {
    add_envs("", all);
    Statements router;
    add_envs("router", router);
    if (!router.empty()) {
      all.push_back(tree_.block("router", router.front()->name_span, router, router.front()->span));
    }
    rest_of(entry, kEnvironmentKeys, true, all);
  }

  void add_envs(std::string_view owner, Statements& into) {
    const Document* const environment = root_.find("environment");
    if (environment == nullptr) {
      return;
    }
    for (const EnvPlace& place : kEnv) {
      const Document::Entry* const entry = place.owner == owner ? environment->find_entry(place.key) : nullptr;
      const auto* const statement = entry != nullptr ? import_env(place.field, *entry, tree_) : nullptr;
      if (statement == nullptr) {
        continue;
      }
      into.push_back(statement);
      if (owner == "benchmark" && !has_load_) {
        has_load_ = true;
        load_span_ = entry->key_span;
      }
    }
  }

  void hardware(const Document::Entry& entry, Statements& all) {
    if (const Document::Entry* const gpus = entry.value.find_entry("gpus_per_node")) {
      all.push_back(tree_.entry(*gpus));
    }
    rest_of(entry, kHardwareKeys, true, all);
  }

  void workers(const Document::Entry& entry, Statements& all) {
    if (entry.value.kind != Document::Kind::mapping) {
      report_kind(tree_.diags(), entry.value, "'worker_config'", "a map of 'ctx' and 'gen'");
      return;
    }
    role(entry.value, "ctx", "num_ctx_servers", all);
    role(entry.value, "gen", "num_gen_servers", all);
    rest_of(entry, kRoleKeys, true, all);
  }

  void role(const Document& workers, std::string_view name, std::string_view count_key, Statements& all) {
    const Document* const hardware = root_.find("hardware");
    const Document* const count = hardware != nullptr ? hardware->find(count_key) : nullptr;
    const Document::Entry* const options = workers.find_entry(name);
    const bool none = count == nullptr || (count->kind == Document::Kind::scalar && count->text == "0");
    if (options == nullptr && none) {
      return;
    }
    if (count == nullptr && hardware != nullptr && hardware->kind == Document::Kind::mapping) {
      report_missing(*hardware, count_key, std::string("hardware.") + std::string(count_key), kHardwareKeys);
    }
    Statements fields;
    if (options != nullptr && tree_.expect_map(options->value, "'worker_config." + std::string(name) + "'")) {
      fields = role_fields(options->value, tree_);
    }
    add_envs(name, fields);
    const Span name_span = options != nullptr ? options->key_span : count->span;
    const Span span = options != nullptr ? options->value.span : count->span;
    all.push_back(tree_.block(name, name_span, fields, span, count != nullptr ? tree_.value(*count) : nullptr));
  }

  const Document& root_;
  ConfigTree& tree_;
  Statements load_;
  Span load_span_;
  bool has_load_ = false;
};

}  // namespace

const syntax::Declaration* import_topology(std::shared_ptr<const Document> document, std::string_view server,
                                           FileId file, syntax::Tree& into, Diagnostics& diags) {
  const Document& root = *document;
  const std::size_t errors = diags.errors();
  ConfigTree tree(into, diags);
  syntax::Declaration declaration;
  declaration.span = root.span;
  declaration.kind_span = declaration.name_span = {file, root.span.begin, root.span.begin};
  declaration.kind = "topology";
  declaration.foreign = true;
  Statements statements;
  if (root.kind != Document::Kind::mapping) {
    report_kind(diags, root, "a configuration", "a map of sections");
  } else if (root.find("server_configs") != nullptr) {
    const Document* const chosen = choose_server(root, server, diags);
    if (chosen != nullptr) {
      const Document* const name = chosen->find("name");
      declaration.name = name != nullptr ? std::string_view(name->text) : std::string_view();
      declaration.name_span = name != nullptr ? name->span : chosen->span;
      statements = import_server(root, *chosen, tree);
    }
  } else if (const Document::Entry* const meant = misspelt(root, "server_configs", kSections); meant != nullptr) {
    diags.report(codes::config_missing, meant->key_span, "server_configs")
        .advise("write 'server_configs' in place of '" + meant->key + "'");
  } else if (!server.empty()) {
    diags.report(codes::config_no_servers, declaration.name_span, server)
        .advise("write yaml(\"...\") without a server: this is the configuration of a disaggregated test");
  } else {
    statements = Disaggregated(root, tree).run();
  }
  if (diags.errors() != errors) {
    return nullptr;
  }
  declaration.body = tree.body(statements, root.span);
  declaration.document = std::move(document);
  return &into.foreign.emplace_back(std::move(declaration));
}

}  // namespace perfc
