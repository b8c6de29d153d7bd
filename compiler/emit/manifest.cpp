#include "compiler/emit/manifest.hpp"

#include <string_view>

#include "compiler/emit/json_writer.hpp"
#include "compiler/emit/run_time.hpp"

namespace perfc {
namespace {

using Layout = JsonWriter::Layout;

constexpr int kVersion = 1;  // of this format

void add_role(JsonWriter& json, const RolePlan& plan) {
  json.object(Layout::inline_).key("role").string(plan.role).key("servers").number(plan.servers);
  json.key("gpus_per_server").number(plan.gpus_per_server).key("nodes_per_server").number(plan.nodes_per_server);
  json.key("tasks_per_node").number(plan.tasks_per_node).end();
}

std::string_view contract(const SuitePlan& suite) {
  const Harness* harness = suite.suite->harness;
  return harness != nullptr && harness->contract == Contract::literal_2026_01 ? "2026-01" : "perfc";
}

}  // namespace

std::string manifest_entry(const TestPlan& test, const std::vector<FileHash>* files) {
  std::string out;
  out.reserve(1536);
  JsonWriter json(out);
  json.object(Layout::inline_).key("name").string(test.name).key("id").string(by_default(test.id, test.name));
  json.key("mode").string(to_string(test.mode)).key("nodes").number(test.nodes).key("gpus").number(test.gpus);
  json.key("gpus_per_node").number(test.gpus_per_node).key("timeout_s").number(test.timeout_s);
  json.key("roles").array(Layout::inline_);
  for (const RolePlan& plan : test.roles) {
    if (plan.servers > 0) add_role(json, plan);
  }
  json.end();
  if (files != nullptr) {
    json.key("files").array(Layout::inline_);
    for (const FileHash& file : *files) {
      json.object(Layout::inline_).key("path").string(file.path).key("sha256").string(file.sha256).end();
    }
    json.end();
  }
  json.end();
  return out;
}

std::string emit_manifest(const SuitePlan& suite, const std::vector<std::string>& entries) {
  const Cluster* cluster = suite.suite->cluster;
  std::string out;
  std::size_t size = 1024;
  for (const std::string& entry : entries) size += entry.size() + 8;
  out.reserve(size);
  JsonWriter json(out);
  json.object(Layout::lines).key("version").number(kVersion).key("suite").string(suite.suite->origin.name);
  json.key("cluster").string(cluster == nullptr ? std::string_view() : cluster->origin.name);
  json.key("contract").string(contract(suite)).key("tests").array(Layout::lines);
  for (const std::string& entry : entries) json.raw(entry);
  json.end().end();
  return out += '\n';
}

std::string emit_plan_json(const SuitePlan& suite) {
  std::vector<std::string> entries;
  entries.reserve(suite.tests.size());
  for (const TestPlan& test : suite.tests) entries.push_back(manifest_entry(test, nullptr));
  return emit_manifest(suite, entries);
}

}  // namespace perfc
