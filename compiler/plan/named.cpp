// Putting a test's name into the texts that its family shares.
#include <algorithm>

#include "compiler/plan/plan.hpp"

namespace perfc {
namespace {

bool waits(const Text& text) {
  return std::any_of(text.parts().begin(), text.parts().end(),
                     [](const TextPart& part) { return part.kind == TextPart::Kind::test_name; });
}

bool waits(const std::pair<std::string, Text>& variable) { return waits(variable.second); }

void put(std::string_view name, Text& text) { text = text.named(name); }
void put(std::string_view name, std::pair<std::string, Text>& variable) { put(name, variable.second); }

// Lists without the name stay shared.
template <class T>
void put(std::string_view name, SharedVector<T>& list) {
  const SharedVector<T>& shared = list;
  if (std::none_of(shared.begin(), shared.end(), [](const T& item) { return waits(item); })) return;
  for (T& item : list) put(name, item);
}

void put(std::string_view name, CommandPlan& command) {
  put(name, command.env);
  put(name, command.prefix_words);
  put(name, command.argv);
}

}  // namespace

TestPlan named(TestPlan test) {
  if (!test.family) return test;
  for (Text* text : {&test.id, &test.id_in_brackets, &test.job_workspace, &test.run_script, &test.install_script,
                     &test.run_script_file, &test.install_script_file, &test.work_dir, &test.config_dir}) {
    put(test.name, *text);
  }
  if (test.output) put(test.name, *test.output);
  put(test.name, test.pytest);
  for (CommandPlan& command : test.commands) put(test.name, command);
  for (StepPlan& step : test.steps) put(test.name, step.direct);
  put(test.name, test.exports);
  put(test.name, test.srun_args);
  return test;
}

}  // namespace perfc
