#include "compiler/emit/manifest.hpp"

#include <nlohmann/json.hpp>
#include <string_view>

#include "compiler/emit/run_time.hpp"

namespace perfc {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;  // of this format

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json role(const RolePlan& plan) {
  return {{"role", plan.role},
          {"servers", plan.servers},
          {"gpus_per_server", plan.gpus_per_server},
          {"nodes_per_server", plan.nodes_per_server},
          {"tasks_per_node", plan.tasks_per_node}};
}

std::string_view contract(const SuitePlan& suite) {
  const Harness* harness = suite.suite->harness;
  return harness != nullptr && harness->contract == Contract::literal_2026_01 ? "2026-01" : "perfc";
}

}  // namespace

std::string manifest_entry(const TestPlan& test, const std::vector<FileHash>* files) {
  Json roles = Json::array();
  for (const RolePlan& plan : test.roles) {
    if (plan.servers > 0) roles.push_back(role(plan));
  }
  Json entry = {{"name", test.name},           {"id", by_default(test.id)}, {"mode", to_string(test.mode)},
                {"nodes", test.nodes},         {"gpus", test.gpus},         {"gpus_per_node", test.gpus_per_node},
                {"timeout_s", test.timeout_s}, {"roles", std::move(roles)}};
  if (files != nullptr) {
    Json list = Json::array();
    for (const FileHash& file : *files) list.push_back({{"path", file.path}, {"sha256", file.sha256}});
    entry["files"] = std::move(list);
  }
  return dump(entry);
}

std::string emit_manifest(const SuitePlan& suite, const std::vector<std::string>& entries) {
  const Cluster* cluster = suite.suite->cluster;
  std::string out = "{\n  \"version\": " + std::to_string(kVersion);
  out += ",\n  \"suite\": " + dump(suite.suite->origin.name);
  out += ",\n  \"cluster\": " + dump(cluster == nullptr ? std::string() : cluster->origin.name);
  out += ",\n  \"contract\": " + dump(contract(suite));
  out += ",\n  \"tests\": [";
  for (std::size_t i = 0; i < entries.size(); ++i) {
    out += i == 0 ? "\n    " : ",\n    ";
    out += entries[i];
  }
  out += entries.empty() ? "]\n}\n" : "\n  ]\n}\n";
  return out;
}

std::string emit_plan_json(const SuitePlan& suite) {
  std::vector<std::string> entries;
  entries.reserve(suite.tests.size());
  for (const TestPlan& test : suite.tests) entries.push_back(manifest_entry(test, nullptr));
  return emit_manifest(suite, entries);
}

}  // namespace perfc
