// perfc plan: who runs where.
#include "compiler/plan/plan.hpp"

#include <fmt/format.h>

#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/plan_table.hpp"
#include "compiler/driver/result.hpp"
#include "compiler/emit/manifest.hpp"

namespace perfc::driver {
namespace {

// The object of the suite; an array of them when the program has several.
std::string plan_json(const std::vector<SuitePlan>& plans) {
  if (plans.size() == 1) return emit_plan_json(plans[0]);
  std::string text = "[";
  for (std::size_t i = 0; i < plans.size(); ++i) {
    std::string object = emit_plan_json(plans[i]);
    while (!object.empty() && object.back() == '\n') object.pop_back();
    text += (i == 0 ? "\n" : ",\n") + object;
  }
  return text + (plans.empty() ? "]\n" : "\n]\n");
}

}  // namespace

int run_plan(const Arguments& arguments) {
  const std::string format = arguments.value("format", "table");
  if (format != "table" && format != "json") {
    throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: table, json"}};
  }
  RecordedFiles files;
  const Compilation& compilation = compile_for_good(files, compile_options_or_trial(arguments, files));
  check_result_path(arguments, files);
  const int status = report(compilation, arguments);
  if (status != kFine) return status;
  if (compilation.none_chosen()) print_error("perfc: no test is chosen\n");
  return write_result(arguments, format == "json" ? plan_json(compilation.plans) : plan_table(compilation.plans));
}

}  // namespace perfc::driver
