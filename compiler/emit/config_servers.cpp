#include "compiler/emit/config_servers.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/emit/config_benchmark.hpp"
#include "compiler/emit/config_env.hpp"
#include "compiler/emit/config_sections.hpp"
#include "compiler/emit/config_shape.hpp"
#include "compiler/emit/config_value.hpp"

namespace perfc {
namespace {

Document list_node() {
  Document node;
  node.kind = Document::Kind::sequence;
  return node;
}

bool is_own(std::string_view key) {
  return key == "name" || key == "model_name" || key == "client_configs" || key == "server_env_var" ||
         key == "gpus_per_node";
}

std::vector<const Benchmark*> loads_of(const Test& test) {
  if (!test.loads.empty()) return test.loads;
  return test.topology->load ? std::vector<const Benchmark*>{&*test.topology->load} : std::vector<const Benchmark*>{};
}

// Every value of a concurrency list is a client. A file's clients beyond the first stay where the test brings no load
// of its own.
Document clients_node(const Test& test, const Document* existing) {
  const bool list = existing != nullptr && existing->kind == Document::Kind::sequence && !existing->items.empty();
  const Document* const like = list ? &existing->items.front() : nullptr;
  Document clients = list_node();
  clients.flow = list && existing->flow;
  for (const Benchmark* const load : loads_of(test)) {
    for (const std::int64_t concurrency : load->concurrency)
      clients.items.push_back(client_node(*load, concurrency, like));
  }
  if (list && test.loads.empty()) {
    clients.items.insert(clients.items.end(), existing->items.begin() + 1, existing->items.end());
  }
  return clients;
}

// The server's options: a file's `gpus` is the language's `world_size`.
Record options_of(const Role& role, const Document& server) {
  Record options = role.options != nullptr ? *role.options : Record{};
  if (server.find("gpus") != nullptr && server.find("world_size") == nullptr) {
    for (Field& field : options.fields) {
      if (field.name == "world_size") field.name = "gpus";
    }
  }
  return options;
}

Document changed_server(const Document& server, const TestPlan& test) {
  const Topology& topology = *test.test->topology;
  Document engine = map_node();
  for (const Document::Entry& entry : server.entries) {
    if (!is_own(entry.key)) engine.entries.push_back(entry);
  }
  Document changed = overridden_map(engine, options_of(*topology.server, server), "env");
  const std::string env = env_text(topology.env, topology.server->env);
  Document out = map_node();
  const auto keep = [&](const Document::Entry& entry, Document value) {
    out.entries.push_back({entry.key, entry.key_style, entry.key_span, std::move(value)});
  };
  for (const Document::Entry& entry : server.entries) {
    if (entry.key == "name") {
      keep(entry, overridden(entry.value, Value{Text(test.name), {}}));
    } else if (entry.key == "client_configs") {
      keep(entry, clients_node(*test.test, &entry.value));
    } else if (entry.key == "server_env_var") {
      if (env == entry.value.text) {
        keep(entry, entry.value);
      } else if (!env.empty()) {
        keep(entry, string_node(env, &entry.value));
      }
    } else if (entry.key == "gpus_per_node" && topology.gpus_per_node) {
      keep(entry, overridden(entry.value, Value{*topology.gpus_per_node, {}}));
    } else if (is_own(entry.key)) {
      keep(entry, entry.value);
    } else if (Document* const option = find_mutable(changed, entry.key)) {
      keep(entry, std::move(*option));
    }
  }
  for (Document::Entry& entry : changed.entries) {
    if (server.find(entry.key) == nullptr) out.entries.push_back(std::move(entry));
  }
  if (!env.empty() && server.find("server_env_var") == nullptr) put(out, "server_env_var", string_node(env));
  if (server.find("client_configs") == nullptr && !loads_of(*test.test).empty()) {
    put(out, "client_configs", clients_node(*test.test, nullptr));
  }
  return out;
}

Document plain_server(const TestPlan& test) {
  const Topology& topology = *test.test->topology;
  Document server = map_node();
  put(server, "name", string_node(test.name));
  if (topology.model != nullptr) put(server, "model_name", string_node(topology.model->id));
  const std::string env = env_text(topology.env, topology.server->env);
  if (!env.empty()) put(server, "server_env_var", string_node(env));
  if (topology.server->options != nullptr) {
    Document options = overridden_map(map_node(), *topology.server->options);
    std::move(options.entries.begin(), options.entries.end(), std::back_inserter(server.entries));
  }
  put(server, "client_configs", clients_node(*test.test, nullptr));
  return server;
}

// A server of the language, in the shape that it says.
Document new_server(const TestPlan& test) {
  const Topology& topology = *test.test->topology;
  if (!topology.shape) return plain_server(test);
  TestPlan with_own_load = test;
  Test own = *test.test;
  if (topology.load) own.loads.clear();
  with_own_load.test = &own;
  Document server = plain_server(with_own_load);
  apply_shape(server, *topology.shape);
  const bool other_load = own.loads.empty() && !test.test->loads.empty();
  return other_load ? changed_server(server, test) : server;
}

// The tests that share a file, in the order of the suite.
std::vector<const TestPlan*> tests_of_file(const TestPlan& test, const SuitePlan& suite) {
  std::vector<const TestPlan*> tests;
  for (const TestPlan& each : suite.tests) {
    if (!each.own_configuration() && each.config_name == test.config_name) tests.push_back(&each);
    if (tests.size() > kMostServers) break;
  }
  const bool listed = std::find(tests.begin(), tests.end(), &test) != tests.end();
  return listed && tests.size() <= kMostServers ? tests : std::vector<const TestPlan*>{&test};
}

// The test among `tests` that runs this server of the file, null when none does.
const TestPlan* test_of_server(const std::vector<const TestPlan*>& tests, const Document& document,
                               const Document& server) {
  const Document* const name = server.find("name");
  const auto found = std::find_if(tests.begin(), tests.end(), [&](const TestPlan* test) {
    const Topology& topology = *test->test->topology;
    return topology.document != nullptr && topology.document->span == document.span && name != nullptr &&
           topology.document_server == name->text;
  });
  return found == tests.end() ? nullptr : *found;
}

Document changed_servers(const Document& document, const Document& servers, std::vector<const TestPlan*> tests) {
  Document out = servers;
  for (Document& server : out.items) {
    if (const TestPlan* const test = test_of_server(tests, document, server)) {
      server = changed_server(Document(server), *test);
      std::erase(tests, test);
    }
  }
  // Further tests of a server, under other names, and servers that the file does not have.
  for (const TestPlan* const test : tests) {
    const auto original = std::find_if(servers.items.begin(), servers.items.end(), [&](const Document& server) {
      return test_of_server({test}, document, server) != nullptr;
    });
    out.items.push_back(original != servers.items.end() ? changed_server(*original, *test) : new_server(*test));
  }
  return out;
}

Document changed_hardware(const Document& section, const Topology& topology, const Document& document) {
  const Document* const servers = document.find("server_configs");
  const bool own =
      servers != nullptr && std::any_of(servers->items.begin(), servers->items.end(),
                                        [](const Document& server) { return server.find("gpus_per_node") != nullptr; });
  Document out = section;
  Document* const gpus = find_mutable(out, "gpus_per_node");
  if (gpus != nullptr && !own && topology.gpus_per_node) *gpus = overridden(*gpus, Value{*topology.gpus_per_node, {}});
  return out;
}

Document changed_file(const TestPlan& test, const std::vector<const TestPlan*>& tests) {
  const Topology& topology = *test.test->topology;
  const Document& document = *topology.document;
  Document out = map_node();
  for (const Document::Entry& entry : document.entries) {
    Document value = entry.value;
    if (entry.key == "server_configs") {
      value = changed_servers(document, entry.value, tests);
    } else if (entry.key == "hardware" && value.kind == Document::Kind::mapping) {
      value = changed_hardware(entry.value, topology, document);
    }
    out.entries.push_back({entry.key, entry.key_style, entry.key_span, std::move(value)});
  }
  return out;
}

Document new_file(const TestPlan& test, const std::vector<const TestPlan*>& tests, const SuitePlan& suite) {
  Document out = map_node();
  const Topology& topology = *test.test->topology;
  Document metadata = metadata_section(topology, *suite.suite);
  for (const TestPlan* const each : tests) metadata = with_own(std::move(metadata), each->test->topology->metadata);
  put(out, "metadata", std::move(metadata));
  const std::int64_t gpus = topology.gpus_per_node.value_or(test.gpus_per_node);
  const Value* const hardware = field_of(topology.sections, "hardware");
  if (gpus > 0 || hardware != nullptr) {
    Document section = map_node();
    if (gpus > 0) put(section, "gpus_per_node", integer_node(gpus));
    const bool own = hardware != nullptr && hardware->record() != nullptr;
    put(out, "hardware",
        own ? with_own(std::move(section), std::get<std::shared_ptr<const Record>>(hardware->data))
            : std::move(section));
  }
  for (const TestPlan* const each : tests) add_new_sections(out, *each->test->topology);
  Document servers = list_node();
  for (const TestPlan* const each : tests) servers.items.push_back(new_server(*each));
  put(out, "server_configs", std::move(servers));
  for (const TestPlan* const each : tests) {
    const std::optional<ConfigShape>& shape = each->test->topology->shape;
    if (!shape || shape->file == nullptr) continue;
    apply_shape(out, *shape->file);
    break;  // others of the file say the same
  }
  return out;
}

}  // namespace

bool shares_file(const TestPlan& test, const SuitePlan& suite) { return tests_of_file(test, suite).size() > 1; }

Document server_file(const TestPlan& test, const SuitePlan& suite) {
  return file_of_servers(tests_of_file(test, suite), suite);
}

Document file_of_servers(const std::vector<const TestPlan*>& tests, const SuitePlan& suite) {
  // The file that one of them comes from is what all of them share.
  const auto from_file = std::find_if(tests.begin(), tests.end(),
                                      [](const TestPlan* each) { return each->test->topology->document != nullptr; });
  if (from_file != tests.end()) return changed_file(**from_file, tests);
  return new_file(*tests.front(), tests, suite);
}

}  // namespace perfc
