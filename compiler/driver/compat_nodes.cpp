// perfc compat nodes: nodes and GPUs of a configuration, by the one calculation that scripts are planned with.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "compiler/base/counted.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compat_config.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/inputs.hpp"
#include "compiler/driver/selection.hpp"
#include "compiler/emit/json_writer.hpp"

namespace perfc::driver {
namespace {

using Layout = JsonWriter::Layout;

constexpr std::size_t kMostGpus = 1024;  // of a node

std::optional<std::int64_t> number_option(const Arguments& arguments, std::string_view name, std::size_t least,
                                          std::size_t most) {
  if (!arguments.has(name)) return std::nullopt;
  return static_cast<std::int64_t>(number_of(arguments, name, most, least));
}

std::string amount(std::int64_t count, std::string_view noun) { return counted(static_cast<std::size_t>(count), noun); }

// One deployment with what it comes to.
struct Counted {
  const CompatDeployment* deployment;
  Hardware hardware;
};

// The keys of the calculator that is replaced.
void disaggregated_json(JsonWriter& json, const Counted& counted) {
  const RolePlan& ctx = *counted.hardware.role("ctx");
  const RolePlan& gen = *counted.hardware.role("gen");
  json.key("num_ctx_servers").number(ctx.servers);
  json.key("num_gen_servers").number(gen.servers);
  json.key("ctx_world_size").number(ctx.gpus_per_server);
  json.key("gen_world_size").number(gen.gpus_per_server);
  json.key("ctx_nodes").number(ctx.servers * ctx.nodes_per_server);
  json.key("gen_nodes").number(gen.servers * gen.nodes_per_server);
}

void servers_json(JsonWriter& json, const std::vector<Counted>& all) {
  json.key("servers").array(Layout::lines);
  for (const Counted& each : all) {
    const RolePlan& server = *each.hardware.role("server");
    json.object(Layout::inline_).key("name").string(each.deployment->topology.origin.name);
    json.key("world_size").number(server.gpus_per_server);
    json.key("nodes").number(each.hardware.nodes);
    json.key("gpus_per_node").number(each.deployment->cluster.gpus_per_node);
    json.end();
  }
  json.end();
}

std::string as_json(const std::vector<Counted>& all, const Counted& largest, bool disaggregated) {
  std::string text;
  JsonWriter json(text);
  json.object(Layout::lines);
  if (disaggregated) {
    disaggregated_json(json, largest);
  } else {
    servers_json(json, all);
  }
  json.key("total_nodes").number(largest.hardware.nodes);
  json.key("total_gpus").number(largest.hardware.gpus);
  json.key("gpus_per_node").number(largest.deployment->cluster.gpus_per_node);
  json.end();
  return text + '\n';
}

std::string as_text(const std::vector<Counted>& all, const Counted& largest) {
  std::string text;
  for (const Counted& each : all) {
    const std::int64_t gpus_per_node = each.deployment->cluster.gpus_per_node;
    for (const RolePlan& role : each.hardware.roles) {
      const std::string& name = role.role == "server" ? each.deployment->topology.origin.name : role.role;
      const std::int64_t nodes = role.servers * role.nodes_per_server;
      text += fmt::format("{}: {} x ceil({} / {}) = {}\n", name, amount(role.servers, "server"),
                          amount(role.gpus_per_server, "GPU"), gpus_per_node, amount(nodes, "node"));
    }
  }
  text += fmt::format("total: {} of {}, {}\n", amount(largest.hardware.nodes, "node"),
                      amount(largest.deployment->cluster.gpus_per_node, "GPU"), amount(largest.hardware.gpus, "GPU"));
  return text;
}

}  // namespace

int run_compat_nodes(const Arguments& arguments) {
  if (!arguments.operands.empty()) {
    throw UsageError{fmt::format("unknown word '{}'", arguments.operands[0]), {"--config takes the configuration"}};
  }
  const std::string path = arguments.value("config");
  if (path.empty()) throw UsageError{"no --config given", {}};
  const auto wanted = number_option(arguments, "check-nodes", 0, kMostNodes);
  CompatConfigOptions options{std::filesystem::path(path).stem().string(),
                              number_option(arguments, "gpus-per-node", 1, kMostGpus), arguments.value("server")};
  Inputs inputs;
  const std::optional<Document> root = inputs.yaml_operand(path);
  const auto config = root ? read_compat_config(*root, options, inputs.diags()) : std::nullopt;
  if (!config) return inputs.finish(arguments);
  std::vector<Counted> all;
  for (const CompatDeployment& each : config->deployments) {
    if (auto hardware = hardware_of(each, inputs.diags())) all.push_back({&each, std::move(*hardware)});
  }
  const int status = inputs.finish(arguments);
  if (status != kFine) return status;
  const Counted& largest = *std::max_element(
      all.begin(), all.end(), [](const Counted& a, const Counted& b) { return a.hardware.nodes < b.hardware.nodes; });
  print(arguments.has("json") ? as_json(all, largest, config->disaggregated) : as_text(all, largest));
  if (!wanted || *wanted == largest.hardware.nodes) return kFine;
  print_error(fmt::format("perfc: '{}' needs {}, not {}\n", path, amount(largest.hardware.nodes, "node"), *wanted));
  return kFindings;
}

}  // namespace perfc::driver
