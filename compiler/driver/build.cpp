// perfc build: compile, then bring DIR to what the program says.
#include <fmt/format.h>

#include <memory>

#include "compiler/base/counted.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/output.hpp"
#include "compiler/driver/output_guard.hpp"
#include "compiler/driver/workers.hpp"
#include "compiler/emit/artefacts.hpp"

namespace perfc::driver {
namespace {

// Above this many tests a line for each is noise, unless it is asked for.
constexpr std::size_t kManyTests = 200;
constexpr unsigned kMostJobs = 1024;

unsigned jobs(const Arguments& arguments) {
  if (!arguments.has("jobs")) return usable_processors();
  return static_cast<unsigned>(number_of(arguments, "jobs", kMostJobs));
}

// `entries` holds what the manifest says of each test: made where the test's files are, needed when all are done.
SuiteOutput output_of(const SuitePlan& plan, std::vector<std::string>& entries) {
  SuiteOutput output;
  output.name = plan.suite->origin.name;
  for (const TestPlan& test : plan.tests) output.folders.push_back(test.name);
  entries.resize(plan.tests.size());
  const auto artefacts = std::make_shared<const TestArtefacts>(plan);
  output.folder_files = [&plan, &entries, artefacts](std::size_t index) {
    std::vector<Artefact> files = artefacts->of(plan.tests[index]);
    entries[index] = manifest_entry(plan.tests[index], files);
    return files;
  };
  output.suite_files = [&plan] { return emit_suite(plan); };
  output.manifest = [&plan, &entries] { return emit_suite_manifest(plan, entries); };
  output.unwanted = unwanted_suite_files(plan);
  return output;
}

void print_removed(const SuiteResult& suite) {
  for (const std::string& path : suite.removed) print(fmt::format("{:<8} {}\n", "removed", displayed(path)));
}

void print_tests(const std::vector<SuitePlan>& plans, const OutputResult& result) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    for (std::size_t j = 0; j < plans[i].tests.size(); ++j) {
      const TestPlan& test = plans[i].tests[j];
      print(fmt::format("{:<8} {}/{}  {}, {}, {}\n", word(result.suites[i].folders[j]),
                        displayed(plans[i].suite->origin.name), displayed(test.name), to_string(test.mode),
                        counted(static_cast<std::size_t>(test.nodes), "node"),
                        counted(static_cast<std::size_t>(test.gpus), "GPU")));
    }
    print_removed(result.suites[i]);
  }
  // Suites of which no test is chosen come behind those.
  for (std::size_t i = plans.size(); i < result.suites.size(); ++i) print_removed(result.suites[i]);
}

void print_summary(std::size_t tests, std::size_t suites, const std::string& dir, const OutputResult& result) {
  if (suites == 0) {
    print(fmt::format("no test is chosen; {} removed from {}/\n", counted(result.removed, "file"), displayed(dir)));
    return;
  }
  print(fmt::format("built {} of {} into {}/: {}, {} changed", counted(tests, "test"), counted(suites, "suite"),
                    displayed(dir), counted(result.files, "file"), result.changed));
  if (result.removed > 0) print(fmt::format(", {} removed", result.removed));
  print("\n");
}

int write(const Arguments& arguments, const std::vector<SuitePlan>& plans, const std::vector<SuiteOutput>& outputs,
          const OutputOptions& options) {
  const OutputResult result = write_output(outputs, options);
  std::size_t tests = 0;
  for (const SuitePlan& plan : plans) tests += plan.tests.size();
  if (tests <= kManyTests || arguments.has("verbose")) print_tests(plans, result);
  print_summary(tests, plans.size(), options.dir, result);
  return kFine;
}

int compare(const std::vector<SuiteOutput>& outputs, const OutputOptions& options) {
  const OutputResult result = compare_output(outputs, options);
  if (result.changed + result.removed == 0) {
    print(fmt::format("{}/ is up to date: {}\n", displayed(options.dir), counted(result.files, "file")));
    return kFine;
  }
  print(result.diff);
  print_error(fmt::format("perfc: {}/ is not what would be written: {} of {} would change, {} would be removed\n",
                          displayed(options.dir), result.changed, counted(result.files, "file"), result.removed));
  return kFindings;
}

}  // namespace

int run_build(const Arguments& arguments) {
  OutputOptions options;
  options.dir = output_dir(arguments.value("output", "perfc-out"));
  options.jobs = jobs(arguments);
  DiskFiles files;
  Compilation& compilation = compile_for_good(files, compile_options_or_trial(arguments, files));
  if (!compilation.diags.failed() && compilation.plans.empty() && compilation.unchosen.empty()) {
    compilation.diags.report(codes::nothing_to_build, Span{})
        .advise("a suite says which topologies are tested on which cluster");
  }
  const int status = report(compilation, arguments);
  if (status != kFine) return status;
  const std::vector<std::string> left = suites_in(options.dir, compilation.unchosen);
  if (compilation.none_chosen() && left.empty()) {
    print("no test is chosen; nothing was written\n");
    return kFine;
  }
  std::vector<std::vector<std::string>> entries(compilation.plans.size());
  std::vector<SuiteOutput> outputs;
  for (std::size_t i = 0; i < entries.size(); ++i) outputs.push_back(output_of(compilation.plans[i], entries[i]));
  for (const std::string& name : left) outputs.push_back(SuiteOutput::none(name));
  return guarded_output(compilation, arguments, options.dir, [&] {
    return arguments.has("check") ? compare(outputs, options) : write(arguments, compilation.plans, outputs, options);
  });
}

}  // namespace perfc::driver
