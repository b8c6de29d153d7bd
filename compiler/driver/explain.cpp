// perfc explain: the page of a code, of a lint rule, of a kind, of a field; the list of all codes and rules.
#include "compiler/diag/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "compiler/base/edit_distance.hpp"
#include "compiler/check/reference.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/module_loader.hpp"
#include "compiler/lint/rule.hpp"

namespace perfc::driver {
namespace {

std::string list_of_codes() {
  std::string text;
  for (const CodeInfo& info : catalogue()) {
    const std::optional<ExplainPage> page = explain(info.code);
    text += fmt::format("{}  {}\n", info.code, page ? page->title : info.text);
  }
  text += "\nlint rules:\n";
  std::size_t width = 0;
  for (const lint::Rule* rule : lint::all_rules()) width = std::max(width, rule->name.size());
  for (const lint::Rule* rule : lint::all_rules()) {
    text += fmt::format("{:<{}}  {:<7}  {}\n", rule->name, width, lint::name_of(rule->level), rule->summary);
  }
  return text;
}

[[noreturn]] void unknown_topic(const std::string& topic) {
  Nearest search(topic);
  for (const CodeInfo& info : catalogue()) search.offer(info.code);
  for (const std::string_view name : reference_names()) search.offer(name);
  for (const lint::Rule* rule : lint::all_rules()) search.offer(rule->name);
  UsageError error{fmt::format("there is no page '{}'", topic), {}};
  if (!search.best().empty()) error.help.push_back(fmt::format("did you mean '{}'?", search.best()));
  error.help.emplace_back(
      "perfc explain lists the codes and lint rules; kinds and fields have pages too: perfc explain cluster.mpi");
  throw error;
}

}  // namespace

int run_explain(const Arguments& arguments) {
  if (arguments.operands.size() > 1) throw UsageError{"explain takes one code, rule, kind or field", {}};
  if (arguments.operands.empty()) {
    print(list_of_codes());
    return kFine;
  }
  const std::string& topic = arguments.operands[0];
  if (const std::optional<ExplainPage> page = explain(topic)) {
    print(page->text);
    return kFine;
  }
  if (const lint::Rule* rule = lint::find_rule(topic)) {
    print(lint::rule_page(*rule));
    return kFine;
  }
  DiskFiles files;
  Sources sources;
  Diagnostics unheard;
  ModuleLoader loader(files, sources, unheard);
  const std::optional<std::string> page = reference_page(topic, sources, loader);
  if (!page) unknown_topic(topic);
  print(*page);
  return kFine;
}

}  // namespace perfc::driver
