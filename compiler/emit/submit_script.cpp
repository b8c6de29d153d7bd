#include "compiler/emit/submit_script.hpp"

#include <fmt/core.h>

#include <string_view>
#include <vector>

#include "compiler/emit/quote.hpp"
#include "compiler/emit/run_time.hpp"
#include "compiler/emit/run_time_names.hpp"
#include "compiler/emit/script.hpp"

namespace perfc {
namespace {

std::string list(const std::vector<std::string>& names) {
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
  const std::string needed = needed_lists(test.needed, values);
  const std::string other_guards = guards(values.take_required(), "  ");
  return fmt::format(
      "set_paths() {{\n  if [[ -z $workDir ]]; then\n{}    workDir={}\n  fi\n{}  CONFIG_DIR={}\n  LOG_DIR={}\n{}}}\n",
      work_guards, work_dir, other_guards, config_dir, logs, needed);
}

}  // namespace

std::string emit_submit_script(const SuitePlan& suite, const TestPlan& test) {
  RunTimeValues values;
  const std::string paths = set_paths(test, values);
  const bool header_output = test.output && test.output->literal();
  RunTimeNames work_needs(RunTimeNames::Which::required);
  work_needs.add(test.work_dir);
  RunTimeNames needs(RunTimeNames::Which::required);
  needs.add(test);

  std::string out;
  out.reserve(32768);
  out += "#!/bin/bash\nset -Eeuo pipefail\n\n";
  out += values.fallbacks();
  out += fmt::format("SUITE={}\n", shell_word(suite.suite->origin.name));
  out += fmt::format("TEST_NAME={}\nCONFIG_NAME={}\n", shell_word(test.name), shell_word(test.config_name));
  out += fmt::format("OUTPUT_NAME={}\nHEADER_OUTPUT={}\n", shell_word(output_name(test)), header_output ? "yes" : "''");
  if (test.work_mount == WorkMount::other_path) out += "FIXED_WORK_DIR=yes\n";
  out += fmt::format("WORK_TAIL={}\n", shell_word(work_tail(suite, test)));
  out += fmt::format("NEEDS={}\nWORK_NEEDS={}\n\n", list(needs.names()), list(work_needs.names()));
  out += paths;
  out += '\n';
  out += runtime_program({"script", "states", "jobs", "progress", "look", "sbatch", "submit"});
  return out;
}

}  // namespace perfc
