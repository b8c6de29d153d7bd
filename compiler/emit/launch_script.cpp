// The body is written first, because it tells which run-time values there are; what defines those stands above it.
#include "compiler/emit/launch_script.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "compiler/emit/command_text.hpp"
#include "compiler/emit/expectations.hpp"
#include "compiler/emit/quote.hpp"
#include "compiler/emit/run_time.hpp"
#include "compiler/emit/script.hpp"
#include "compiler/plan/sbatch.hpp"

namespace perfc {
namespace {

constexpr std::string_view kDevices = "NVIDIA_VISIBLE_DEVICES";
constexpr std::string_view kMounts = "--container-mounts=";

// Reading format strings, ten thousand times sixty of them, takes longer than what they do.
template <class... Parts>
void add(std::string& out, const Parts&... parts) {
  (out.append(parts), ...);
}

bool exported(const TestPlan& test, std::string_view name) {
  return std::any_of(test.exports.begin(), test.exports.end(), [name](const auto& item) { return item.first == name; });
}

void add_header(std::string& out, const TestPlan& test) {
  out += "#!/bin/bash\n";
  if (test.output && test.output->literal()) {
    add(out, "#SBATCH ", sbatch_option("--output=" + test.output->str()), "\n");
  }
  for (const std::string& option : test.sbatch) add(out, "#SBATCH ", sbatch_option(option), "\n");
  out += "\nset -Eeuo pipefail\ntrap 'on_error \"$?\" \"$LINENO\" \"$BASH_COMMAND\"' ERR\n";
}

void add_visible_devices(std::string& out, const TestPlan& test) {
  if (exported(test, kDevices)) return;
  out += "NVIDIA_VISIBLE_DEVICES=${NVIDIA_VISIBLE_DEVICES:-$(visible_gpus)}\nexport NVIDIA_VISIBLE_DEVICES\n";
}

void add_command(std::string& out, const CommandVariable& command) {
  add(out, "export ", command.name, "=", script_word(command.value), "\n");
}

// In the order that readers of the contract know: pytestCommand after what describes the job, the roles' own commands
// before the scripts that run them.
void add_exports(std::string& out, const TestPlan& test, const CommandVariables& commands, RunTimeValues& values) {
  bool plain = false;
  bool roles = false;
  const auto add_plain = [&] {
    if (!plain && !commands.list.empty()) add_command(out, commands.list.front());
    plain = true;
  };
  const auto add_roles = [&] {
    if (roles) return;
    add_plain();
    add_visible_devices(out, test);
    for (std::size_t i = 1; i < commands.list.size(); ++i) add_command(out, commands.list[i]);
    roles = true;
  };
  for (const auto& [name, value] : test.exports) {
    if (name == "coverageConfigFile") add_plain();
    if (name == "runScript") add_roles();
    add(out, "export ", name, "=", values.word(value), "\n");
  }
  if (!commands.list.empty()) add_roles();
}

void add_srun_arguments(std::string& out, const TestPlan& test, RunTimeValues& values) {
  out += "srunArgs=(\n";
  for (const Text& argument : test.srun_args) {
    Pieces pieces = values.pieces(argument);
    const bool mounts = !pieces.empty() && pieces.front().text.substr(0, kMounts.size()) == kMounts;
    if (mounts && test.work_mount == WorkMount::same_path) {
      (void)values.word(Text::work_dir());
      pieces.push_back({"${PERFC_WORK_DIR:+,$workDir:$workDir}", true});
    }
    add(out, "  ", quoted_word(pieces), "\n");
  }
  out += ")\n";
}

bool needs_role(const TestPlan& test, const StepPlan& step) {
  return test.mode == Mode::disagg && step.label != "install";
}

void add_probes(std::string& out, const StepPlan& step, RunTimeValues& values) {
  for (const ReadyProbe& probe : step.awaits) {
    const std::string argument = values.word(probe.argument);
    switch (probe.kind) {
      case ReadyProbe::Kind::log:
        add(out, fmt::format("ready_log {} {}\n", probe.first, argument));
        break;
      case ReadyProbe::Kind::url:
        add(out, "ready_url ", argument, "\n");
        break;
      case ReadyProbe::Kind::command:
        add(out, "ready_command bash -c ", argument, "\n");
        break;
    }
  }
}

void add_step(std::string& out, const TestPlan& test, const StepPlan& step, const CommandVariables& commands,
              RunTimeValues& values) {
  add_probes(out, step, values);
  if (needs_role(test, step)) add(out, "DISAGG_SERVING_TYPE=", shell_word(step.label), " ");
  const std::string& command = commands.of(step.command);
  if (!step.command.empty() && command != "pytestCommand") add(out, "pytestCommand=$", command, " \\\n  ");
  add(out, "start ", shell_word(step.label), " ", shell_word(step.log), " \"${srunArgs[@]}\"");
  for (const std::string& option : step.options) add(out, " ", shell_word(option));
  if (step.nodes) add(out, fmt::format(" -w \"$(nodes {} {})\"", step.nodes->first, step.nodes->count));
  if (!step.direct.empty()) {
    for (const Text& word : step.direct) add(out, " ", values.word(word));
  } else if (step.label == "install") {
    add(out, " ", exported(test, "installScript") ? "\"$installScript\"" : values.word(test.install_script));
  } else {
    add(out, " ", exported(test, "runScript") ? "\"$runScript\"" : values.word(test.run_script));
  }
  out += '\n';
  if (!step.background) out += "finish\n";
}

bool direct(const TestPlan& test) {
  return std::any_of(test.steps.begin(), test.steps.end(), [](const StepPlan& step) { return !step.direct.empty(); });
}

bool pinned(const TestPlan& test) {
  return std::any_of(test.steps.begin(), test.steps.end(), [](const StepPlan& step) { return step.nodes.has_value(); });
}

bool probed(const TestPlan& test) {
  return std::any_of(test.steps.begin(), test.steps.end(), [](const StepPlan& step) { return !step.awaits.empty(); });
}

// How long the launcher waits for what, in seconds.
void add_waits(std::string& out, const Harness& harness, const TestPlan& test) {
  if (test.steps.size() > 1) add(out, fmt::format("stagger={}\n", whole_seconds(harness.stagger)));
  if (!probed(test)) return;
  add(out, fmt::format("readyTimeout={}\nreadyInterval={}\n", whole_seconds(harness.readiness->timeout),
                       whole_seconds(harness.readiness->interval)));
}

void add_steps(std::string& out, const SuitePlan& suite, const TestPlan& test, const CommandVariables& commands,
               RunTimeValues& values) {
  if (literal_contract(suite)) {
    out += "cancelsJob=yes\n";
  } else {
    add_waits(out, *suite.suite->harness, test);
    add(out, "fresh ", values.word(Text::work_dir()), "\n");
  }
  add(out, "logDir=", values.word(test.job_workspace), "\nbegin");
  if (!direct(test)) add(out, " ", values.word(test.run_script_file), " ", values.word(test.install_script_file));
  out += '\n';
  if (!test.expected.empty()) {
    add(out, "resultDir=", values.word(Text::work_dir()), "\ntestId=", values.word(test.id_in_brackets), "\n",
        kExpectationsMark);
  }
  if (pinned(test)) add(out, "read_nodes ", std::to_string(test.nodes), "\n");
  for (const StepPlan& step : test.steps) add_step(out, test, step, commands, values);
  if (!test.expected.empty()) out += "verdict\n";
}

void add_runtime(std::string& out, std::string_view name) {
  out += '\n';
  out += runtime_text(name);
}

// The work directory, which `--workspace` of submit.sh replaces by way of PERFC_WORK_DIR.
std::string work_dir(const TestPlan& test, RunTimeValues& values) {
  if (test.work_mount == WorkMount::other_path) {
    const std::string word = values.word(test.work_dir);
    return guards(values.take_required()) + fmt::format("workDir={}\n", word);
  }
  const std::string word = values.word(test.work_dir);
  const std::string needs = guards(values.take_required(), "  ");
  return fmt::format("workDir=${{PERFC_WORK_DIR:-}}\nif [[ -z $workDir ]]; then\n{}  workDir={}\nfi\n", needs, word);
}

}  // namespace

std::string emit_launch_frame(const SuitePlan& suite, const TestPlan& test) {
  RunTimeValues values;
  const CommandVariables commands = direct(test) ? CommandVariables() : command_variables(test, values);
  std::string body;
  body.reserve(4096);
  add_exports(body, test, commands, values);
  body += '\n';
  add_srun_arguments(body, test, values);
  body += '\n';
  add_steps(body, suite, test, commands, values);
  const std::string needs = guards(values.take_required());
  const std::string work = values.uses_work_dir() ? work_dir(test, values) : std::string();

  std::string out;
  out.reserve(12288);
  add_header(out, test);
  add_runtime(out, "slurm");
  add_runtime(out, "steps");
  if (!literal_contract(suite)) add_runtime(out, "fresh");
  if (probed(test)) add_runtime(out, "ready");
  if (pinned(test)) add_runtime(out, "nodes");
  if (!commands.list.empty() && !exported(test, kDevices)) add_runtime(out, "gpus");
  if (values.quotes()) add_runtime(out, "eval_word");
  if (!test.expected.empty()) add_runtime(out, "verdict");
  out += '\n';
  out += values.fallbacks();
  out += needs;
  out += work;
  out += values.quoted();
  out += body;
  return out;
}

std::string emit_launch_script(const SuitePlan& suite, const TestPlan& test) {
  return with_expectations(emit_launch_frame(suite, test), test);
}

}  // namespace perfc
