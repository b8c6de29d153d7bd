#include "compiler/import/config_server.hpp"

#include <algorithm>
#include <array>

#include "compiler/base/configuration_keys.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_env.hpp"
#include "compiler/import/config_load.hpp"

namespace perfc {
namespace {

template <std::size_t N>
bool one_of(std::string_view key, const std::array<std::string_view, N>& keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

constexpr std::array<std::string_view, 2> kOfRole = {"env", "extra"};
// What a topology has from its servers, or in a program alone.
constexpr std::array<std::string_view, 10> kOfTopology = {"benchmark", "server", "ctx",    "gen",   "model",
                                                          "env",       "router", "schema", "extra", "config_file"};

std::string_view name_of(const Document& server) {
  const Document* const name = server.find("name");
  return name != nullptr && name->kind == Document::Kind::scalar ? std::string_view(name->text) : std::string_view();
}

std::string quoted_names(const Document& servers) {
  std::string names;
  for (const Document& server : servers.items) {
    if (name_of(server).empty()) continue;
    names += names.empty() ? "'" : ", '";
    names += name_of(server);
    names += "'";
  }
  return names.empty() ? "no server with a name" : names;
}

const syntax::Statement* metadata(const Document::Entry& entry, const Document& server, ConfigTree& tree) {
  Statements fields = tree.entries(entry.value);
  const auto model = std::find_if(server.entries.begin(), server.entries.end(),
                                  [](const Document::Entry& each) { return each.key == "model_name"; });
  if (model != server.entries.end() && entry.value.find("model_name") == nullptr) {
    fields.push_back(tree.entry(*model));
  }
  return tree.block(entry.key, entry.key_span, fields, entry.value.span);
}

// Everything of the file but its servers.
void add_sections(const Document& root, const Document& server, ConfigTree& tree, Statements& into) {
  Statements hidden;
  for (const Document::Entry& entry : root.entries) {
    if (entry.key == "server_configs") {
      continue;
    }
    if (one_of(entry.key, kOfTopology)) {
      Diagnostic& found = tree.diags().report(codes::foreign_key, entry.key_span, entry.key, "the configuration");
      if (entry.key == "benchmark") found.advise("an aggregated server has its load in its own 'client_configs'");
      hidden.push_back(tree.entry(entry));
      continue;
    }
    if (entry.key == "hardware" || entry.key == "metadata") {
      if (!tree.expect_map(entry.value, entry.key == "hardware" ? "'hardware'" : "'metadata'")) {
        continue;
      }
    }
    if (entry.key == "metadata") {
      into.push_back(metadata(entry, server, tree));
    } else if (entry.key != "hardware") {
      into.push_back(tree.entry(entry));
    } else {
      Statements rest;
      for (const Document::Entry& each : entry.value.entries) {
        const bool gpus = each.key == "gpus_per_node";
        if (!gpus) {
          rest.push_back(tree.entry(each));
        } else if (server.find("gpus_per_node") == nullptr) {
          into.push_back(tree.entry(each));
        }
      }
      if (!rest.empty()) {
        into.push_back(tree.block(entry.key, entry.key_span, rest, entry.value.span));
      }
    }
  }
  if (!hidden.empty()) into.push_back(tree.block("extra", hidden.front()->name_span, hidden, hidden.front()->span));
}

// The first client is the topology's load; all of them stay in the document.
void add_load(const Document& server, ConfigTree& tree, Statements& into) {
  const Document* const clients = server.find("client_configs");
  if (clients == nullptr || is_null(*clients)) {
    return;
  }
  const bool list = clients->kind == Document::Kind::sequence;
  if (!list || (!clients->items.empty() && clients->items.front().kind != Document::Kind::mapping)) {
    report_kind(tree.diags(), list ? clients->items.front() : *clients, list ? "a client" : "'client_configs'",
                list ? "a map" : "a list of clients");
    return;
  }
  if (!clients->items.empty()) {
    const Document& first = clients->items.front();
    into.push_back(tree.block("benchmark", first.span, import_client(first, tree), first.span));
  }
}

}  // namespace

Statements role_fields(const Document& options, ConfigTree& tree) {
  Statements fields;
  Statements hidden;
  fields.reserve(options.entries.size());
  for (const Document::Entry& entry : options.entries) {
    (one_of(entry.key, kOfRole) ? hidden : fields).push_back(tree.entry(entry));
  }
  if (!hidden.empty()) {
    fields.push_back(tree.block("extra", hidden.front()->name_span, hidden, hidden.front()->span));
  }
  return fields;
}

const Document* choose_server(const Document& root, std::string_view name, Diagnostics& diags) {
  const Document& servers = *root.find("server_configs");
  if (servers.kind != Document::Kind::sequence) {
    report_kind(diags, servers, "'server_configs'", "a list of servers");
    return nullptr;
  }
  for (const Document& server : servers.items) {
    if (server.kind != Document::Kind::mapping) {
      report_kind(diags, server, "a server", "a map");
      return nullptr;
    }
    if (!name.empty() && name_of(server) == name) {
      return &server;
    }
  }
  if (name.empty() && servers.items.size() == 1) {
    return &servers.items.front();
  }
  if (name.empty()) {
    Diagnostic& report = diags.report(codes::config_many_servers, servers.span, servers.items.size());
    bool nameless = false;
    for (const Document& server : servers.items) {
      if (!name_of(server).empty()) continue;
      nameless = true;
      const Document::Entry* const own = server.find_entry("name");
      const Document::Entry* const meant = own != nullptr ? own : misspelt(server, "name", kServerKeys);
      report.note(meant != nullptr ? meant->key_span : Span{server.span.file, server.span.begin, server.span.begin},
                  "this server has no 'name'");
    }
    if (nameless) {
      report.advise("give each of the servers a 'name'");
    } else if (!servers.items.empty()) {
      report.advise("write yaml(\"...\", \"name\") with one of " + quoted_names(servers));
    }
  } else {
    diags.report(codes::config_no_server, servers.span, name).advise("the file has " + quoted_names(servers));
  }
  return nullptr;
}

Statements import_server(const Document& root, const Document& server, ConfigTree& tree) {
  Statements all;
  expect_text(server, "model_name", "'model_name'", tree.diags());
  add_sections(root, server, tree, all);
  Statements fields;
  const syntax::Statement* env = nullptr;
  Statements hidden;
  fields.reserve(server.entries.size());
  for (const Document::Entry& entry : server.entries) {
    if (entry.key == "server_env_var") {
      env = import_env("env", entry, tree);
    } else if (entry.key == "gpus_per_node") {
      all.push_back(tree.entry(entry));
    } else if (one_of(entry.key, kOfRole)) {
      hidden.push_back(tree.entry(entry));
    } else if (entry.key == "gpus" && server.find("world_size") == nullptr) {
      fields.push_back(tree.assign("world_size", entry.key_span, tree.value(entry.value)));
    } else if (!one_of(entry.key, kServerKeys)) {
      fields.push_back(tree.entry(entry));
    }
  }
  if (!hidden.empty()) {
    fields.push_back(tree.block("extra", hidden.front()->name_span, hidden, hidden.front()->span));
  }
  if (env != nullptr) {
    fields.push_back(env);
  }
  all.push_back(tree.block("server", server.span, fields, server.span));
  add_load(server, tree, all);
  return all;
}

}  // namespace perfc
