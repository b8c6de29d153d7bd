#include "compiler/emit/run_time_names.hpp"

#include <algorithm>

namespace perfc {

void RunTimeNames::add(const Text& text) {
  for (const TextPart& part : text.parts()) {
    if (part.kind != TextPart::Kind::env || (part.fallback && which_ == Which::required)) continue;
    if (part.text.substr(0, 6) == "SLURM_") continue;  // set in the job alone
    if (std::find(names_.begin(), names_.end(), part.text) == names_.end()) names_.push_back(part.text);
  }
}

void RunTimeNames::add(const CommandPlan& command) {
  for (const auto& [name, value] : command.env) add(value);
  for (const Text& word : command.prefix_words) add(word);
  for (const Text& word : command.argv) add(word);
}

void RunTimeNames::add(const TestPlan& test) {
  for (const auto& [name, value] : test.exports) add(value);
  for (const Text& argument : test.srun_args) add(argument);
  add(test.pytest);
  for (const CommandPlan& command : test.commands) add(command);
  for (const StepPlan& step : test.steps) {
    for (const Text& word : step.direct) add(word);
    for (const ReadyProbe& probe : step.awaits) add(probe.argument);
  }
  for (const Text* text : {&test.run_script, &test.install_script, &test.run_script_file, &test.install_script_file,
                           &test.job_workspace, &test.config_dir}) {
    add(*text);
  }
}

}  // namespace perfc
