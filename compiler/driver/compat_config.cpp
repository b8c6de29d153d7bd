#include "compiler/driver/compat_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_server.hpp"
#include "compiler/import/config_tree.hpp"
#include "compiler/import/number_words.hpp"

namespace perfc::driver {
namespace {

// Values of a configuration by section and key, each with a finding where it is not what it must be.
class Sections {
 public:
  Sections(const Document& root, Diagnostics& diags) : root_(root), diags_(diags) {}

 protected:
  struct Section {
    std::string name;               // "hardware", "worker_config.ctx"
    const Document* map = nullptr;  // null: it is absent, or no map
    [[nodiscard]] const Document* find(std::string_view key) const { return map == nullptr ? nullptr : map->find(key); }
    [[nodiscard]] std::string path(std::string_view key) const { return fmt::format("{}.{}", name, key); }
  };

  [[nodiscard]] Section section(const Document& parent, std::string name, std::string_view key) {
    const Document* const node = parent.find(key);
    if (node == nullptr || is_null(*node)) return {std::move(name), nullptr};
    if (node->kind == Document::Kind::mapping) return {std::move(name), node};
    report_kind(diags_, *node, fmt::format("'{}'", name), "a map");
    return {std::move(name), nullptr};
  }
  [[nodiscard]] Section section(std::string_view key) { return section(root_, std::string(key), key); }

  // Whether it is there; says so where it is not.
  bool required(const Section& part) {
    if (part.map != nullptr) return true;
    const Document* const parent = root_.find("worker_config");
    const bool worker = part.name.find('.') != std::string::npos && parent != nullptr;
    const Span place = worker ? parent->span : Span{root_.span.file, root_.span.begin, root_.span.begin};
    Diagnostic& found = diags_.report(codes::config_missing, place, part.name);
    if (!worker) {
      found.advise(
          "a configuration of a disaggregated test has 'hardware' and 'worker_config', one of aggregated servers "
          "'server_configs'");
    }
    return false;
  }

  std::optional<std::int64_t> integer(const Document& node, const std::string& path, std::int64_t least) {
    const bool whole = node.kind == Document::Kind::scalar && resolve(node) == ScalarKind::integer;
    if (!whole) {
      report_kind(diags_, node, fmt::format("'{}'", path), "a whole number");
      return std::nullopt;
    }
    const auto number = yaml_integer(node.text);
    if (!number) {
      diags_.report(codes::config_integer, node.span, node.text);
    } else if (*number < least) {
      diags_.report(codes::out_of_range, node.span, node.text, fmt::format("'{}' of at least {}", path, least));
      return std::nullopt;
    }
    return number;
  }

  // The number, `absent` where the key is not written.
  std::int64_t number(const Section& part, std::string_view key, std::int64_t least, std::int64_t absent) {
    const Document* const node = part.find(key);
    return node == nullptr ? absent : integer(*node, part.path(key), least).value_or(absent);
  }
  std::int64_t required_number(const Section& part, std::string_view key, std::int64_t least) {
    if (part.map != nullptr && part.find(key) == nullptr) {
      diags_.report(codes::config_missing, part.map->span, part.path(key));
    }
    return number(part, key, least, least);
  }

  std::string text(const Section& part, std::string_view key) {
    const Document* const node = part.find(key);
    if (node == nullptr || is_null(*node)) return {};
    if (const std::string* const string = string_of(node)) return *string;
    report_kind(diags_, *node, fmt::format("'{}'", part.path(key)), "a text");
    return {};
  }

  const Document& root_;
  Diagnostics& diags_;
};

class LaunchReader : private Sections {
 public:
  using Sections::Sections;

  void concurrency(Benchmark& load) {
    const Document* const list = section("benchmark").find("concurrency_list");
    if (list == nullptr) return;
    const auto numbers = number_list(*list);
    if (!numbers) {
      diags_.report(codes::config_kind, list->span, "'benchmark.concurrency_list'",
                    "whole numbers, such as '1 2 4' or [1, 2, 4]",
                    list->kind == Document::Kind::scalar ? fmt::format("'{}'", list->text) : kind_of(*list));
      return;
    }
    load.concurrency = *numbers;
    const std::int64_t least = *std::min_element(numbers->begin(), numbers->end());
    if (least < 1) {
      diags_.report(codes::bad_concurrency, list->span, fmt::format("holds {}, but each must be at least 1", least));
    }
  }

  CompatEnvironment environment() {
    const Section part = section("environment");
    for (const std::string_view role : {"ctx", "gen"}) {
      const std::string key = fmt::format("{}_worker_env_var", role);
      if (!text(part, key).empty()) diags_.report(codes::role_env_ignored, part.find(key)->span, role);
    }
    return {pasted(part, "worker_env_var"), pasted(part, "server_env_var"), pasted(part, "benchmark_env_var")};
  }

 private:
  // A text that will stand between double quotes of a shell.
  std::string pasted(const Section& part, std::string_view key) {
    std::string result = text(part, key);
    if (result.find_first_of("$`") != std::string::npos) {
      diags_.report(
          codes::compat_quirk, part.find(key)->span,
          fmt::format("the launch script expands what looks like a variable or a command in '{}'", part.path(key)));
    }
    return result;
  }
};

class ConfigReader : private Sections {
 public:
  ConfigReader(const Document& root, const CompatConfigOptions& options, Diagnostics& diags)
      : Sections(root, diags), options_(options) {}

  CompatConfig run() {
    CompatConfig config;
    if (root_.kind != Document::Kind::mapping) {
      report_kind(diags_, root_, "a configuration", "a map of sections");
    } else if (root_.find("server_configs") != nullptr) {
      config.disaggregated = false;
      aggregated(config);
    } else {
      disaggregated(config);
    }
    return config;
  }

 private:
  void sizes(const Section& part, Role& role) {
    role.tensor_parallel_size = number(part, "tensor_parallel_size", 1, 1);
    role.pipeline_parallel_size = number(part, "pipeline_parallel_size", 1, 1);
    role.context_parallel_size = number(part, "context_parallel_size", 1, 1);
  }

  Role worker(const Document& workers, std::string_view name, bool launched) {
    const Section part = section(workers, fmt::format("worker_config.{}", name), name);
    Role role;
    role.name = name;
    role.span = part.map != nullptr ? part.map->span : workers.span;
    if (launched) required(part);
    sizes(part, role);
    if (part.map == nullptr || !launched || part.find("tensor_parallel_size") != nullptr) return role;
    if (part.find("world_size") != nullptr) {
      role.world_size = number(part, "world_size", 1, 1);
    } else {
      diags_.report(codes::compat_quirk, part.map->span,
                    fmt::format("'{}' has no 'tensor_parallel_size'; it is taken as 1", part.name));
    }
    return role;
  }

  void servers(const Section& hardware, std::string_view key, Role& role) {
    role.servers = required_number(hardware, key, 1);
    if (const Document* const node = hardware.find(key)) role.servers_span = node->span;
  }

  void disaggregated(CompatConfig& config) {
    CompatDeployment& deployment = config.deployments.emplace_back();
    Topology& topology = deployment.topology;
    topology.origin = {options_.name, root_.span, nullptr, true};
    topology.load.emplace();
    const Section benchmark = section("benchmark");
    if (benchmark.find("mode") != nullptr) topology.load->mode = text(benchmark, "mode");
    const bool with_ctx = !topology.load->gen_only();
    const Section hardware = section("hardware");
    const Section workers = section("worker_config");
    const bool complete = required(hardware);
    if (!required(workers) || !complete) return;
    deployment.cluster.gpus_per_node = required_number(hardware, "gpus_per_node", 1);
    topology.ctx = worker(*workers.map, "ctx", with_ctx);
    topology.gen = worker(*workers.map, "gen", true);
    if (with_ctx) servers(hardware, "num_ctx_servers", *topology.ctx);
    servers(hardware, "num_gen_servers", *topology.gen);
  }

  void aggregated(CompatConfig& config) {
    const Document& servers = *root_.find("server_configs");
    if (!options_.server.empty()) {
      if (const Document* const chosen = choose_server(root_, options_.server, diags_)) server(*chosen, config);
      return;
    }
    if (servers.kind != Document::Kind::sequence || servers.items.empty()) {
      report_kind(diags_, servers, "'server_configs'", "a list of servers");
      return;
    }
    for (const Document& each : servers.items) server(each, config);
  }

  void server(const Document& map, CompatConfig& config) {
    if (map.kind != Document::Kind::mapping) {
      report_kind(diags_, map, "a server", "a map");
      return;
    }
    const Section part{"server_configs", &map};
    CompatDeployment& deployment = config.deployments.emplace_back();
    deployment.topology.origin = {text(part, "name"), map.span, nullptr, true};
    Role role;
    role.name = "server";
    role.span = map.span;
    sizes(part, role);
    for (const std::string_view key : {"gpus", "world_size"}) {
      if (part.find(key) != nullptr) role.world_size = number(part, key, 1, 1);
    }
    deployment.cluster.gpus_per_node = gpus_per_node(part);
    deployment.topology.server = std::move(role);
  }

  std::int64_t gpus_per_node(const Section& server) {
    const Section hardware = section("hardware");
    for (const Section* part : {&server, &hardware}) {
      if (part->find("gpus_per_node") != nullptr) return number(*part, "gpus_per_node", 1, 1);
    }
    if (options_.gpus_per_node) return *options_.gpus_per_node;
    if (std::exchange(gpus_missing_, true)) return 1;
    diags_.report(codes::config_missing, server.map->span, "gpus_per_node")
        .advise("the file says it neither for the server nor in 'hardware': give --gpus-per-node N");
    return 1;
  }

  const CompatConfigOptions& options_;
  bool gpus_missing_ = false;  // which is said once
};

}  // namespace

std::optional<CompatConfig> read_compat_config(const Document& root, const CompatConfigOptions& options,
                                               Diagnostics& diags) {
  const std::size_t before = diags.errors();
  CompatConfig config = ConfigReader(root, options, diags).run();
  return diags.errors() == before ? std::optional(std::move(config)) : std::nullopt;
}

std::optional<CompatEnvironment> read_compat_launch(const Document& root, Benchmark& load, Diagnostics& diags) {
  const std::size_t before = diags.errors();
  LaunchReader reader(root, diags);
  reader.concurrency(load);
  CompatEnvironment environment = reader.environment();
  return diags.errors() == before ? std::optional(std::move(environment)) : std::nullopt;
}

std::optional<Hardware> hardware_of(const CompatDeployment& deployment, Diagnostics& diags) {
  const Topology& topology = deployment.topology;
  const bool gen_only = topology.load && topology.load->gen_only();
  return plan_hardware(topology, deployment.cluster, Contract::literal_2026_01,
                       gen_only ? Launched::without_ctx : Launched::all, diags);
}

}  // namespace perfc::driver
