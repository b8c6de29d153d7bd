#include "compiler/emit/commands_json.hpp"

#include <nlohmann/json.hpp>

#include "compiler/emit/command_text.hpp"

namespace perfc {
namespace {

using Json = nlohmann::ordered_json;

Json role(const CommandPlan& command) {
  Json env = Json::object();
  for (const auto& [name, value] : command.env) env[name] = value.display();
  Json argv = Json::array();
  for (const std::vector<Text>* list : {&command.prefix_words, &command.argv}) {
    for (const Text& word : *list) argv.push_back(word.display());
  }
  return {{"role", command.label},
          {"unset", command.unset},
          {"env", std::move(env)},
          {"argv", std::move(argv)},
          {"text", command_display(command)}};
}

}  // namespace

std::string emit_commands_json(const SuitePlan& suite, const TestPlan& test) {
  (void)suite;
  Json roles = Json::array();
  for (const CommandPlan& command : test.commands) roles.push_back(role(command));
  const Json all = {{"roles", std::move(roles)}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace perfc
