#include "compiler/emit/commands_json.hpp"

#include "compiler/emit/command_text.hpp"
#include "compiler/emit/json_writer.hpp"
#include "compiler/plan/client.hpp"

namespace perfc {
namespace {

using Layout = JsonWriter::Layout;

void add_text(JsonWriter& json, const Text& text) {
  if (!text.empty() && text.literal()) {
    json.string(text.str());
  } else {
    json.string(text.display());
  }
}

void add_members(JsonWriter& json, const CommandPlan& command) {
  json.key("unset").array(Layout::inline_);
  for (const std::string& name : command.unset) json.string(name);
  json.end().key("env").object(Layout::lines);
  for (const auto& [name, value] : command.env) add_text(json.key(name), value);
  json.end().key("argv").array(Layout::lines);
  for (const SharedVector<Text>* list : {&command.prefix_words, &command.argv}) {
    for (const Text& word : *list) add_text(json, word);
  }
  json.end().key("text").string(command_display(command));
}

// What a role's members are, and where they stand in the text.
struct Written {
  const CommandPlan* command = nullptr;
  std::size_t begin = 0;
  std::size_t size = 0;
};

// GEN and CTX mostly run the same, and so do router and client: then the one is a copy of the other.
void add_role(JsonWriter& json, std::string& out, const CommandPlan& command, Written& last) {
  json.object(Layout::lines).key("role").string(command.label);
  if (last.command != nullptr && same_text(command, *last.command)) {
    out.append(out, last.begin, last.size);
  } else {
    last = {&command, out.size(), 0};
    add_members(json, command);
    last.size = out.size() - last.begin;
  }
  json.end();
}

// A value that no JSON has.
constexpr std::string_view kClientsMark = "#clients";

void add_client(JsonWriter& json, const ClientPlan& client, std::int64_t concurrency) {
  CommandPlan command;
  command.argv = client_words(client, concurrency);
  json.object(Layout::lines).key("benchmark").string(client.load).key("concurrency").number(concurrency);
  json.key("data").string(client.data);
  json.key("argv").array(Layout::inline_);
  for (const Text& word : command.argv) add_text(json, word);
  json.end().key("text").string(command_display(command)).end();
}

}  // namespace

std::string emit_commands_frame(const SuitePlan& suite, const TestPlan& test) {
  (void)suite;
  std::string out;
  out.reserve(8192);
  JsonWriter json(out);
  json.object(Layout::lines).key("roles").array(Layout::lines);
  Written last;
  for (const CommandPlan& command : test.commands) add_role(json, out, command, last);
  json.end().key("clients").raw(kClientsMark).end();
  return out += '\n';
}

std::string with_clients(std::string text, const TestPlan& test) {
  const std::size_t mark = text.rfind(kClientsMark);
  if (mark == std::string::npos) return text;
  std::string clients;
  JsonWriter json(clients);
  json.array(Layout::lines);
  for (const ClientPlan& client : test.clients) {
    for (const std::int64_t concurrency : client.concurrency) add_client(json, client, concurrency);
  }
  json.end();
  for (std::size_t at = 0; (at = clients.find('\n', at)) != std::string::npos; at += 3) clients.insert(at + 1, "  ");
  return text.replace(mark, kClientsMark.size(), clients);
}

std::string emit_commands_json(const SuitePlan& suite, const TestPlan& test) {
  return with_clients(emit_commands_frame(suite, test), test);
}

}  // namespace perfc
