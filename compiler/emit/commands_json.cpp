#include "compiler/emit/commands_json.hpp"

#include "compiler/emit/command_text.hpp"
#include "compiler/emit/json_writer.hpp"

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

void add_role(JsonWriter& json, const CommandPlan& command) {
  json.object(Layout::lines).key("role").string(command.label);
  json.key("unset").array(Layout::inline_);
  for (const std::string& name : command.unset) json.string(name);
  json.end().key("env").object(Layout::lines);
  for (const auto& [name, value] : command.env) add_text(json.key(name), value);
  json.end().key("argv").array(Layout::lines);
  for (const std::vector<Text>* list : {&command.prefix_words, &command.argv}) {
    for (const Text& word : *list) add_text(json, word);
  }
  json.end().key("text").string(command_display(command)).end();
}

}  // namespace

std::string emit_commands_json(const SuitePlan& suite, const TestPlan& test) {
  (void)suite;
  std::string out;
  out.reserve(8192);
  JsonWriter json(out);
  json.object(Layout::lines).key("roles").array(Layout::lines);
  for (const CommandPlan& command : test.commands) add_role(json, command);
  json.end().end();
  return out += '\n';
}

}  // namespace perfc
