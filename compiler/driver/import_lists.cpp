#include "compiler/driver/import_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "compiler/diag/codes.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/trial.hpp"
#include "compiler/emit/run_time.hpp"
#include "compiler/import/list_file.hpp"
#include "compiler/import/list_source.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc::driver {
namespace {

namespace fs = std::filesystem;

// Each finds more tests that cannot be.
constexpr int kMostTrials = 20;
// Where a program is tried: the folder that it is for may not be there yet.
constexpr std::string_view kUnnamed = "imported.perf";

fs::path whole(const std::string& path) {
  std::error_code ignored;
  return fs::weakly_canonical(fs::absolute(path, ignored), ignored);
}

// `path` as a program at `output` writes it.
std::string seen_from(const std::string& output, const std::string& path) {
  if (fs::path(path).is_absolute()) return path;
  const fs::path seen = whole(path).lexically_relative(whole(output).parent_path());
  return seen.empty() ? whole(path).string() : seen.string();
}

// Tries the program of a list.
class ListTrial {
 public:
  ListTrial(Files& files, ListImport& import) : files_(files), import_(import) {}

  // Whether the list is to be made into a program anew: some of its tests cannot be.
  bool run() {
    const std::function seen = [](const std::string& path) { return seen_from(std::string(kUnnamed), path); };
    Diagnostics unheard;
    const ListProgram program = program_of_list(import_, unheard);
    std::map<std::string, FileText> given;
    FileText& text = given[std::string(kUnnamed)];
    text.text = source_of_list(program, import_, seen, unheard);
    text.identity = kUnnamed;
    GivenFiles files(given, files_);
    CompileOptions options;
    options.files = {std::string(kUnnamed)};
    const auto compilation = compile(files, options);
    const std::size_t refused = import_.refused.size();
    if (!compilation->diags.failed()) {
      learn(program, compilation->plans);
    } else {
      refuse(program, *compilation);
      if (import_.refused.size() == refused) refuse_all(program, first_error(*compilation).message);
    }
    return import_.refused.size() > refused;
  }

 private:
  static const Diagnostic& first_error(const Compilation& compilation) {
    return *std::find_if(compilation.diags.all().begin(), compilation.diags.all().end(),
                         [](const Diagnostic& found) { return found.level == Level::error; });
  }

  // What is wrong belongs to no test in particular, but without tests the program checks.
  void refuse_all(const ListProgram& program, const std::string& why) {
    for_each_test(program, [&](const ListProgram::Suite&, const ListProgram::Item& item) {
      import_.refused.emplace(item.listed, why);
    });
  }

  // A test is at fault for what is wrong with its configuration, and with a line that names its topology.
  void refuse(const ListProgram& program, const Compilation& compilation) {
    for (const Diagnostic& found : compilation.diags.all()) {
      if (found.level != Level::error) continue;
      if (blame(program, compilation, found.span, found.message)) continue;
      for (const Related& related : found.related) {
        if (blame(program, compilation, related.span, found.message)) break;
      }
    }
  }

  bool blame(const ListProgram& program, const Compilation& compilation, Span place, const std::string& why) {
    if (!place.known()) return false;
    const std::string& path = compilation.sources[place.file].path;
    const bool in_program = path == kUnnamed;
    const std::string line(in_program ? compilation.sources.line(place.file, line_of(compilation, place)) : "");
    bool found = false;
    for (std::size_t i = 0; i < program.topologies.size(); ++i) {
      const ListProgram::Topology& topology = program.topologies[i];
      const bool at_fault = in_program ? line.find(syntax::text_source(topology.name)) != std::string::npos
                                       : whole(path) == whole(topology.path);
      if (!at_fault) continue;
      found = true;
      for_each_test(program, [&](const ListProgram::Suite&, const ListProgram::Item& item) {
        if (item.topology == i)
          import_.refused.emplace(
              item.listed,
              in_program ? why : fmt::format("{}:{}: {}", topology.path, line_of(compilation, place), why));
      });
    }
    return found;
  }

  static std::uint32_t line_of(const Compilation& compilation, Span place) {
    return compilation.sources.position(place.file, place.begin).line;
  }

  template <class Visit>
  static void for_each_test(const ListProgram& program, Visit visit) {
    for (const ListProgram::Suite& suite : program.suites) {
      for (const ListProgram::Group& group : suite.groups) {
        for (const ListProgram::Item& item : group.items) {
          if (!item.left) visit(suite, item);
        }
      }
    }
  }

  // GPUs and modes of the tests; those that pytest would know by another id are refused.
  void learn(const ListProgram& program, const std::vector<SuitePlan>& plans) {
    std::map<std::pair<std::string_view, std::string_view>, const TestPlan*> planned;
    for (const SuitePlan& suite : plans) {
      for (const TestPlan& test : suite.tests) planned[{suite.suite->origin.name, test.name}] = &test;
    }
    for_each_test(program, [&](const ListProgram::Suite& suite, const ListProgram::Item& item) {
      const auto found = planned.find({suite.name, item.name});
      if (found == planned.end()) return;
      const TestPlan& test = *found->second;
      import_.planned[item.listed] = {test.gpus, test.mode};
      const std::string id = by_default(test.id, test.name);
      if (id != item.id) import_.refused.emplace(item.listed, fmt::format("its id would be {}", id));
    });
  }

  Files& files_;
  ListImport& import_;
};

}  // namespace

ListImporter::ListImporter(const Arguments& arguments, Files& files, Sources& sources, Diagnostics& diags)
    : arguments_(arguments), files_(files), sources_(sources), diags_(diags) {
  const std::span<const std::string> given = arguments.values("configs");
  folders_.assign(given.begin(), given.end());
  if (!check_folders(folders_, diags_)) status_ = kMachine;
}

bool ListImporter::read_cluster(const std::string& output) {
  if (!arguments_.has("cluster")) return true;
  const ClusterOption option = cluster_option(arguments_);
  if (whole(option.program) == whole(output)) {
    throw UsageError{fmt::format("the program would become {}, the file of --cluster", output),
                     {"give -o another folder"}};
  }
  if (cluster_) return true;
  Compilation known(files_);
  const syntax::Tree* const tree = known.loader.operand(option.program);
  if (tree == nullptr || known.diags.failed()) {
    status_ = report(known, arguments_);
    return false;
  }
  require_cluster(*tree, option);
  std::map<std::string, FileText> given;
  FileText& probe = given[std::string(kUnnamed)];
  probe.identity = kUnnamed;
  probe.text = fmt::format("use {}\nsuite probe on {} {{ }}\n",
                           syntax::text_source(seen_from(std::string(kUnnamed), option.program)),
                           syntax::name_source(option.cluster));
  GivenFiles files(given, files_);
  CompileOptions options;
  options.files = {std::string(kUnnamed)};
  const auto compilation = compile(files, options);
  if (compilation->diags.failed()) {
    status_ = report(*compilation, arguments_);
    return false;
  }
  const Cluster& found = *compilation->plans.front().suite->cluster;
  cluster_ = GivenCluster{{}, option.cluster, found.gpus_per_node, {}};
  if (found.gpu != nullptr) cluster_->matches = found.gpu->matches;
  return true;
}

std::optional<std::string> ListImporter::run(FileId file, const std::string& path, const std::string& output) {
  const bool on_disk = path != "-";
  std::optional<TestList> list = read_test_list(sources_, file, diags_);
  if (!list || status_ != kFine) return std::nullopt;
  if (on_disk) {
    list->folder = whole(path).parent_path().filename().string();
  } else {
    list->name = "stdin";
  }
  const std::string program_path = output.empty() ? std::string(kUnnamed) : output;
  if (!read_cluster(program_path)) return std::nullopt;
  ConfigFolders configurations(on_disk ? path : std::string(), folders_, store_);
  ListImport import{*list, sources_[file], configurations, cluster_ ? &*cluster_ : nullptr, {}, {}};
  const auto place = [&](const std::string& program) {
    if (cluster_) cluster_->file = seen_from(program, cluster_option(arguments_).program);
  };
  place(std::string(kUnnamed));
  ListTrial trial(files_, import);
  for (int tried = 0; tried < kMostTrials && trial.run(); ++tried) {
  }
  place(program_path);
  const std::function seen = [&](const std::string& found) { return seen_from(program_path, found); };
  return source_of_list(program_of_list(import, diags_), import, seen, diags_);
}

}  // namespace perfc::driver
