#include "compiler/emit/client_script.hpp"

#include "compiler/emit/quote.hpp"
#include "compiler/emit/run_time.hpp"
#include "compiler/emit/script.hpp"

namespace perfc {
namespace {

std::string array(std::string_view name, const std::vector<Text>& words, RunTimeValues& values) {
  std::string out = "  " + std::string(name) + "=(";
  bool first = true;
  for (const Text& word : words) {
    if (!first) out += ' ';
    first = false;
    out += word.literal() && !word.empty() ? array_word(word.str()) : values.word(word);
  }
  return out + ")\n";
}

std::string load(const ClientPlan& client, RunTimeValues& values) {
  std::string out = array("command", client.command, values) + array("dataWords", client.data_words, values) +
                    array("options", client.options, values);
  if (client.file) {
    out += "  data_file " + values.word(*client.file);
    if (!client.words_otherwise.empty()) {
      out += " " + shell_word(client.data_otherwise);
      for (const Text& word : client.words_otherwise) out += " " + values.word(word);
    }
    out += '\n';
  } else {
    out += "  dataName=" + shell_word(client.data) + '\n';
  }
  for (const std::int64_t concurrency : client.concurrency)
    out += "  client " + std::to_string(concurrency) + " " + std::to_string(concurrency * client.rounds) + "\n";
  return out;
}

}  // namespace

std::string emit_client_script(const SuitePlan& suite, const TestPlan& test) {
  (void)suite;
  RunTimeValues values;
  std::string loads;
  for (const ClientPlan& client : test.clients) loads += load(client, values);
  if (loads.empty()) loads = "  :\n";
  std::string out = "#!/bin/bash\nset -Eeuo pipefail\n\n";
  out += values.fallbacks();
  out += "TEST_NAME=" + shell_word(test.name) + "\n\nrun_clients() {\n";
  out += guards(values.take_required(), "  ");
  out += loads + "}\n\n";
  return out += runtime_program({"script", "client"});
}

}  // namespace perfc
