// perfc explain: the page of a code, the list of all.
#include "compiler/diag/explain.hpp"

#include <fmt/format.h>

#include <vector>

#include "compiler/base/edit_distance.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"

namespace perfc::driver {
namespace {

std::string list_of_codes() {
  std::string text;
  for (const CodeInfo& info : catalogue()) {
    const std::optional<ExplainPage> page = explain(info.code);
    text += fmt::format("{}  {}\n", info.code, page ? page->title : info.text);
  }
  return text;
}

[[noreturn]] void unknown_topic(const std::string& topic) {
  Nearest search(topic);
  for (const CodeInfo& info : catalogue()) search.offer(info.code);
  UsageError error{fmt::format("there is no page '{}'", topic), {}};
  if (!search.best().empty()) error.help.push_back(fmt::format("did you mean '{}'?", search.best()));
  error.help.emplace_back("perfc explain lists the codes");
  throw error;
}

}  // namespace

int run_explain(const Arguments& arguments) {
  if (arguments.operands.size() > 1) throw UsageError{"explain takes one code", {}};
  if (arguments.operands.empty()) {
    print(list_of_codes());
    return kFine;
  }
  const std::optional<ExplainPage> page = explain(arguments.operands[0]);
  if (!page) unknown_topic(arguments.operands[0]);
  print(page->text);
  return kFine;
}

}  // namespace perfc::driver
