#include "compiler/emit/submit_script.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "compiler/emit/quote.hpp"
#include "compiler/emit/run_time.hpp"
#include "compiler/emit/script.hpp"

namespace perfc {
namespace {

using Names = std::vector<std::string>;

void collect(Names& names, const Text& text) {
  for (const TextPart& part : text.parts()) {
    if (part.kind != TextPart::Kind::env || part.fallback) continue;
    if (part.text.substr(0, 6) == "SLURM_") continue;  // set in the job alone
    if (std::find(names.begin(), names.end(), part.text) == names.end()) names.push_back(part.text);
  }
}

void collect(Names& names, const CommandPlan& command) {
  for (const auto& [name, value] : command.env) collect(names, value);
  for (const Text& word : command.prefix_words) collect(names, word);
  for (const Text& word : command.argv) collect(names, word);
}

// Variables without which launch.sh or submit.sh stop; those of the work directory's default are apart.
Names needs(const TestPlan& test) {
  Names names;
  for (const auto& [name, value] : test.exports) collect(names, value);
  for (const Text& argument : test.srun_args) collect(names, argument);
  collect(names, test.pytest);
  for (const CommandPlan& command : test.commands) collect(names, command);
  for (const StepPlan& step : test.steps) {
    for (const Text& word : step.direct) collect(names, word);
  }
  for (const Text* text : {&test.run_script, &test.install_script, &test.run_script_file, &test.install_script_file,
                           &test.job_workspace, &test.config_dir}) {
    collect(names, *text);
  }
  return names;
}

std::string list(const Names& names) {
  std::string out = "(";
  for (const std::string& name : names) out += (out.size() > 1 ? " " : "") + name;
  return out + ")";
}

std::string output_name(const TestPlan& test) {
  if (!test.output || !test.output->literal()) return "slurm_%j.log";
  const std::string& path = test.output->str();
  return path.substr(path.rfind('/') + 1);
}

// Names are declared by guards, which find them set: main has seen to that.
std::string set_paths(const TestPlan& test, RunTimeValues& values) {
  const std::string work_dir = values.word(test.work_dir);
  const std::string work_guards = guards(values.take_required(), "    ");
  const std::string config_dir = values.word(test.config_dir);
  const std::string logs = values.word(test.job_workspace);
  const std::string other_guards = guards(values.take_required(), "  ");
  return fmt::format(
      "set_paths() {{\n  if [[ -z $workDir ]]; then\n{}    workDir={}\n  fi\n{}  CONFIG_DIR={}\n  LOG_DIR={}\n}}\n",
      work_guards, work_dir, other_guards, config_dir, logs);
}

}  // namespace

std::string emit_submit_script(const SuitePlan& suite, const TestPlan& test) {
  RunTimeValues values;
  const std::string paths = set_paths(test, values);
  const bool header_output = test.output && test.output->literal();
  Names work_needs;
  collect(work_needs, test.work_dir);

  std::string out;
  out.reserve(10240);
  out += "#!/bin/bash\nset -Eeuo pipefail\n\n";
  out += values.fallbacks();
  out += fmt::format("TEST_NAME={}\nCONFIG_NAME={}\n", shell_word(test.name), shell_word(test.config_name));
  out += fmt::format("OUTPUT_NAME={}\nHEADER_OUTPUT={}\n", shell_word(output_name(test)), header_output ? "yes" : "''");
  if (test.work_mount == WorkMount::other_path) out += "FIXED_WORK_DIR=yes\n";
  out += fmt::format("WORK_TAIL={}\n", shell_word(work_tail(suite, test)));
  out += fmt::format("NEEDS={}\nWORK_NEEDS={}\n\n", list(needs(test)), list(work_needs));
  out += paths;
  out += '\n';
  out += runtime_program({"jobs", "submit"});
  return out;
}

}  // namespace perfc
