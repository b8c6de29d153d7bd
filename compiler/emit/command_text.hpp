// The strings that roles receive as pytestCommand, and the variables of the launch script that hold them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "compiler/emit/run_time.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// `unset A && K=V K2=V2 prefix words argv...`, every word quoted for one evaluation.
[[nodiscard]] Pieces command_text(const CommandPlan& command, RunTimeValues& values);

// The same for people and programs that run nothing: run-time values as ${NAME}.
[[nodiscard]] std::string command_display(const CommandPlan& command);

// Whether both run the same, whatever their labels.
[[nodiscard]] bool same_text(const CommandPlan& a, const CommandPlan& b);

// The call as pytestCommandNoLLMAPILaunch has it: without the wrapper that makes MPI ranks cooperate.
[[nodiscard]] CommandPlan without_launcher(const CommandPlan& command);

struct CommandVariable {
  std::string name;  // pytestCommandWorker
  Pieces value;
};
struct CommandVariables {
  std::vector<CommandVariable> list;                       // in the order of their exports, pytestCommand first
  std::vector<std::pair<std::string, std::string>> roles;  // label of a command -> name of its variable
  [[nodiscard]] const std::string& of(const std::string& label) const;
};
// One variable a command; a command that ends like an earlier one refers to it: "unset UCX_TLS && ${pytestCommand}".
[[nodiscard]] CommandVariables command_variables(const TestPlan& test, RunTimeValues& values);

}  // namespace perfc
