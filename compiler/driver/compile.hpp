// The way through the house, as every command that compiles takes it: read, check, plan.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/driver/lint.hpp"
#include "compiler/driver/module_loader.hpp"
#include "compiler/driver/selection.hpp"
#include "compiler/driver/trial.hpp"
#include "compiler/plan/plan.hpp"
#include "compiler/program/program.hpp"

namespace perfc::driver {

struct CompileOptions {
  std::vector<std::string> files;
  std::vector<std::pair<std::string, std::string>> definitions;  // -D name=value
  std::vector<std::string> suites;                               // empty: all
  Selection selection;
  std::optional<Contract> contract;   // in place of the harness's
  std::optional<std::int64_t> nodes;  // that the largest chosen test has to take
  std::optional<TrialOptions> trial;  // in place of `files`
  LintOptions lint;
};

// Throws UsageError for what cannot be an option's value. `files` has those that options name.
CompileOptions compile_options(const Arguments& arguments, Files& files);
// The same for commands that take configurations as well.
CompileOptions compile_options_or_trial(const Arguments& arguments, Files& files);

// What came of it. Later members point into earlier ones.
struct Compilation {
  explicit Compilation(Files& files) : loader(files, sources, diags) {}

  Sources sources;
  Diagnostics diags;
  ModuleLoader loader;
  std::vector<FileId> operands;  // the FILE arguments that could be read, in order
  std::unique_ptr<Program> program;
  std::vector<SuitePlan> plans;       // empty after an error
  std::vector<std::string> unchosen;  // suites of which no test was chosen
  bool machine_failed = false;        // beside what `loader` could not read

  // kFine, kFindings, or kMachine when an input could not be read.
  [[nodiscard]] int status() const;
  // There are suites, but no test of them is in what was asked for.
  [[nodiscard]] bool none_chosen() const { return plans.empty() && !unchosen.empty() && !diags.failed(); }
};

// Throws UsageError for a suite or a test that the program does not have.
std::unique_ptr<Compilation> compile(Files& files, const CompileOptions& options);

// The same, kept for good.
Compilation& compile_for_good(Files& files, const CompileOptions& options);

// Prints the findings to standard error; gives status().
int report(const Compilation& compilation, const Arguments& arguments);

}  // namespace perfc::driver
