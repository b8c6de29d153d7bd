#include "compiler/import/config_nodes.hpp"

#include <fmt/format.h>

#include <array>

#include "compiler/base/yaml_scalar.hpp"

namespace perfc {
namespace {

// Larger sizes are mistakes, and their product must be countable.
constexpr std::int64_t kMostGpus = 1'000'000;
constexpr std::array<std::string_view, 3> kSizes = {"tensor_parallel_size", "pipeline_parallel_size",
                                                    "context_parallel_size"};

// A size of at least 1; nothing for what is none.
std::optional<std::int64_t> size_of(const Document& node) {
  if (node.kind != Document::Kind::scalar || resolve(node) != ScalarKind::integer) return std::nullopt;
  const auto number = yaml_integer(node.text);
  return number && *number >= 1 && *number <= kMostGpus ? number : std::nullopt;
}

std::optional<std::int64_t> size_in(const Document* map, std::string_view key) {
  const Document* const node = map == nullptr ? nullptr : map->find(key);
  return node == nullptr ? std::nullopt : size_of(*node);
}

// Of a server or a worker: stated, or the product of its parallel sizes, each 1 when absent.
std::optional<std::int64_t> gpus_of(const Document& options) {
  for (const std::string_view key : {"world_size", "gpus"}) {
    if (options.find(key) != nullptr) return size_in(&options, key);
  }
  std::int64_t gpus = 1;
  for (const std::string_view key : kSizes) {
    const Document* const node = options.find(key);
    if (node == nullptr) continue;
    const auto size = size_of(*node);
    if (!size) return std::nullopt;
    gpus *= *size;
  }
  return gpus;
}

const Document* servers_of(const Document& root) {
  const Document* const servers = root.find("server_configs");
  return servers != nullptr && servers->kind == Document::Kind::sequence ? servers : nullptr;
}

std::string_view text_in(const Document& map, std::string_view key) {
  const Document* const node = map.find(key);
  return node == nullptr ? std::string_view() : std::string_view(node->text);
}

bool chosen(const Document& server, std::string_view name) { return name.empty() || text_in(server, "name") == name; }

std::optional<ConfigMode> by_gpus(std::string_view what, std::optional<std::int64_t> gpus,
                                  std::optional<std::int64_t> per_node) {
  if (!gpus || !per_node) return std::nullopt;
  return ConfigMode{*gpus > *per_node ? Mode::multi_agg : Mode::single_agg,
                    fmt::format("{}: {} GPU{} on {} a node", what, *gpus, *gpus == 1 ? "" : "s", *per_node)};
}

// One part of a deployment says which it is, or how many there are of each.
std::optional<ConfigMode> disaggregated(const Document& map) {
  const std::string_view type = text_in(map, "disagg_run_type");
  if (type == "ctx" || type == "gen") return ConfigMode{Mode::disagg, fmt::format("disagg_run_type is {}", type)};
  for (const std::string_view key : {"num_ctx_servers", "num_gen_servers"}) {
    if (map.find(key) != nullptr) return ConfigMode{Mode::disagg, fmt::format("it has {}", key)};
  }
  return std::nullopt;
}

std::optional<ConfigMode> by_server(const Document& root, const Document& server) {
  if (auto result = disaggregated(server)) return result;
  auto per_node = size_in(&server, "gpus_per_node");
  if (server.find("gpus_per_node") == nullptr) per_node = size_in(root.find("hardware"), "gpus_per_node");
  return by_gpus(fmt::format("server {}", text_in(server, "name")), gpus_of(server), per_node);
}

}  // namespace

bool names_server(const Document& root, std::string_view server) {
  const Document* const servers = servers_of(root);
  if (servers == nullptr) return server.empty();
  for (const Document& each : servers->items) {
    if (chosen(each, server)) return true;
  }
  return false;
}

std::optional<ConfigMode> mode_of_configuration(const Document& root, std::string_view server) {
  const Document* const hardware = root.find("hardware");
  if (auto result = disaggregated(root)) return result;
  if (auto result = hardware == nullptr ? std::nullopt : disaggregated(*hardware)) return result;
  const Document* const servers = servers_of(root);
  if (servers == nullptr) return std::nullopt;
  std::optional<ConfigMode> largest;
  for (const Document& each : servers->items) {
    if (!chosen(each, server)) continue;
    auto mode = by_server(root, each);
    if (!mode) return std::nullopt;
    if (!largest || mode->mode > largest->mode) largest = std::move(mode);
  }
  return largest;
}

std::optional<ConfigMode> mode_of_worker(const Document& root, std::string_view role) {
  const Document* const workers = root.find("worker_config");
  const Document* const worker = workers == nullptr ? nullptr : workers->find(role);
  if (worker == nullptr) return std::nullopt;
  return by_gpus(fmt::format("the {} worker alone", role), gpus_of(*worker),
                 size_in(root.find("hardware"), "gpus_per_node"));
}

}  // namespace perfc
