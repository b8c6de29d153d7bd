#include "compiler/driver/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/base/ascii.hpp"
#include "compiler/base/counted.hpp"
#include "compiler/base/edit_distance.hpp"
#include "compiler/check/check.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/for_good.hpp"
#include "compiler/lint/lint.hpp"
#include "compiler/plan/hardware.hpp"

namespace perfc::driver {
namespace {

std::pair<std::string, std::string> definition(const std::string& written) {
  const std::size_t equals = written.find('=');
  const std::string name = written.substr(0, equals);
  if (equals == std::string::npos || !is_identifier(name)) {
    throw UsageError{fmt::format("-D takes NAME=VALUE, not '{}'", written), {}};
  }
  return {name, written.substr(equals + 1)};
}

Contract contract_named(const std::string& name) {
  if (name == "perfc") return Contract::perfc;
  if (name == "2026-01") return Contract::literal_2026_01;
  throw UsageError{fmt::format("there is no contract '{}'", name), {"the contracts are perfc and 2026-01"}};
}

// The value of -D as an expression where it is one, else as the text it is.
CheckInput::Definition defined(Compilation& compilation, const std::string& name, const std::string& value) {
  const std::string start = fmt::format("let {} = ", name);
  Diagnostics unheard;
  const syntax::Tree& tree = compilation.loader.text("-D " + name, start + value + "\n", unheard);
  const auto begin = static_cast<std::uint32_t>(start.size());
  CheckInput::Definition result{name, value, nullptr,
                                Span{tree.file, begin, begin + static_cast<std::uint32_t>(value.size())}};
  const bool one_value =
      !unheard.failed() && tree.declarations.size() == 1 && tree.declarations[0]->decl == syntax::DeclKind::let;
  if (one_value) result.value = tree.declarations[0]->value;
  return result;
}

std::vector<const Suite*> chosen_suites(const Program& program, const std::vector<std::string>& names) {
  std::vector<const Suite*> result;
  for (const Suite& suite : program.suites) {
    const bool chosen = names.empty() || std::find(names.begin(), names.end(), suite.origin.name) != names.end();
    if (chosen) result.push_back(&suite);
  }
  for (const std::string& name : names) {
    const bool found =
        std::any_of(result.begin(), result.end(), [&](const Suite* suite) { return suite->origin.name == name; });
    if (found) continue;
    std::vector<std::string> known;
    for (const Suite& suite : program.suites) known.push_back(suite.origin.name);
    unknown_name("suite", name, known);
  }
  return result;
}

// Two files may each declare a suite of one name, but there is one folder of that name.
void report_same_names(const std::vector<const Suite*>& suites, Diagnostics& diags) {
  std::map<std::string_view, const Suite*> seen;
  for (const Suite* suite : suites) {
    const auto [first, fresh] = seen.emplace(suite->origin.name, suite);
    if (fresh) continue;
    diags.report(codes::duplicate_declaration, suite->origin.span, "suite", suite->origin.name)
        .note(first->second->origin.span, "first declared here");
  }
}

// Whoever starts a run by hand says what he expects: another number means that he runs something else.
void check_nodes(const std::vector<SuitePlan>& plans, std::int64_t expected, Diagnostics& diags) {
  const TestPlan* largest = nullptr;
  for (const SuitePlan& plan : plans) {
    for (const TestPlan& test : plan.tests) {
      if (largest == nullptr || test.nodes > largest->nodes) largest = &test;
    }
  }
  if (largest == nullptr) {
    diags.report(codes::other_nodes, Span{}, "no test is chosen", expected);
    return;
  }
  if (largest->nodes == expected) return;
  const auto amount = [](std::int64_t count, std::string_view noun) {
    return counted(static_cast<std::size_t>(count), noun);
  };
  const std::string takes =
      fmt::format("the largest test, '{}', takes {}", largest->name, amount(largest->nodes, "node"));
  Diagnostic& found = diags.report(codes::other_nodes, largest->test->span, takes, expected);
  for (const RolePlan& role : largest->roles) {
    found.advise(
        fmt::format("{}: {} x {}", role.role, amount(role.servers, "server"), amount(role.nodes_per_server, "node")));
  }
}

void choose(Compilation& compilation, const Selection& selection) {
  std::vector<SuitePlan>& plans = compilation.plans;
  std::vector<std::string> names;
  names.reserve(plans.size());
  for (const SuitePlan& plan : plans) names.push_back(plan.suite->origin.name);
  keep_chosen(plans, selection);
  for (const std::string& name : names) {
    const bool kept =
        std::any_of(plans.begin(), plans.end(), [&](const SuitePlan& plan) { return plan.suite->origin.name == name; });
    if (!kept) compilation.unchosen.push_back(name);
  }
}

// The folders of all that the command line names are beside the sources.
std::vector<std::string> written_paths(const CompileOptions& options) {
  if (!options.trial) return options.files;
  std::vector<std::string> paths = {options.trial->program};
  for (const TrialOptions::Configuration& each : options.trial->configurations) paths.push_back(each.path);
  return paths;
}

void run_rules(Compilation& compilation, const CheckInput& input, const CompileOptions& options, Files& files) {
  if (options.lint.scope == LintOptions::Scope::none || compilation.diags.failed()) return;
  const lint::Levels levels = lint_levels(options.lint, written_paths(options), files, compilation.sources,
                                          compilation.diags, compilation.machine_failed);
  const std::vector<const syntax::Tree*> trees = compilation.loader.user_trees();
  lint::lint({compilation.program.get(), compilation.plans, input.files, trees, options.suites.empty()}, levels,
             compilation.diags);
}

CheckInput read_inputs(Compilation& compilation, const CompileOptions& options) {
  CheckInput input;
  if (options.trial) {
    input.files = trial_programs(*options.trial, compilation.loader, compilation.sources, compilation.diags);
  }
  for (const std::string& file : options.trial ? std::vector<std::string>() : options.files) {
    const syntax::Tree* tree = compilation.loader.operand(file);
    const bool known = std::find(input.files.begin(), input.files.end(), tree) != input.files.end();
    if (tree != nullptr && !known) input.files.push_back(tree);
  }
  for (const auto& [name, value] : options.definitions) input.definitions.push_back(defined(compilation, name, value));
  return input;
}

}  // namespace

CompileOptions compile_options(const Arguments& arguments, Files& files) {
  CompileOptions options;
  options.files = arguments.operands;
  if (options.files.empty()) throw UsageError{"no FILE given", {"- reads standard input"}};
  for (const std::string& written : arguments.values("define")) {
    options.definitions.push_back(definition(written));
    for (std::size_t i = 0; i + 1 < options.definitions.size(); ++i) {
      const std::string& name = options.definitions[i].first;
      if (name == options.definitions.back().first) throw UsageError{fmt::format("-D gives '{}' twice", name), {}};
    }
  }
  for (const std::string& name : arguments.values("suite")) options.suites.push_back(name);
  options.selection = selection_of(arguments, files);
  if (arguments.has("nodes")) options.nodes = static_cast<std::int64_t>(number_of(arguments, "nodes", kMostNodes));
  if (arguments.has("contract")) options.contract = contract_named(arguments.value("contract"));
  return options;
}

CompileOptions compile_options_or_trial(const Arguments& arguments, Files& files) {
  CompileOptions options = compile_options(arguments, files);
  options.trial = trial_options(arguments);
  options.lint.scope = LintOptions::Scope::errors;
  return options;
}

int Compilation::status() const {
  if (loader.machine_failed() || machine_failed) return kMachine;
  return diags.failed() ? kFindings : kFine;
}

std::unique_ptr<Compilation> compile(Files& files, const CompileOptions& options) {
  auto compilation = std::make_unique<Compilation>(files);
  const CheckInput input = read_inputs(*compilation, options);
  for (const syntax::Tree* tree : input.files) compilation->operands.push_back(tree->file);
  compilation->program = check_program(compilation->sources, input, compilation->loader, compilation->diags);
  if (options.contract) {
    for (Harness& harness : compilation->program->harnesses) harness.contract = *options.contract;
  }
  const bool sound = !compilation->diags.failed();
  // Of a program with errors the sound tests are planned all the same, so that one run finds all errors.
  const std::vector<const Suite*> suites =
      chosen_suites(*compilation->program, sound ? options.suites : std::vector<std::string>());
  report_same_names(suites, compilation->diags);
  for (const Suite* suite : suites) compilation->plans.push_back(plan_suite(*suite, compilation->diags));
  run_rules(*compilation, input, options, files);
  if (compilation->diags.failed()) {
    compilation->plans.clear();
  } else {
    choose(*compilation, options.selection);
    if (options.nodes) check_nodes(compilation->plans, *options.nodes, compilation->diags);
    if (compilation->diags.failed()) compilation->plans.clear();
  }
  return compilation;
}

Compilation& compile_for_good(Files& files, const CompileOptions& options) {
  return kept_for_good(compile(files, options));
}

int report(const Compilation& compilation, const Arguments& arguments) {
  print_findings(compilation.diags, compilation.sources, arguments);
  return compilation.status();
}

}  // namespace perfc::driver
