// perfc compat testlist: the JSON of the list parser that it replaces.
#include "compiler/driver/command.hpp"
#include "compiler/driver/list_view.hpp"

namespace perfc::driver {

int run_compat_testlist(const Arguments& arguments) {
  if (arguments.operands.size() > 1) throw UsageError{"testlist takes one FILE", {"perfc list takes several"}};
  return print_lists(arguments, [&](const std::vector<ListView>& lists) {
    std::string text;
    for (const ListView& list : lists) text += testlist_json(list, arguments.has("summary"), arguments.has("pretty"));
    return text;
  });
}

}  // namespace perfc::driver
