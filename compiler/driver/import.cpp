// perfc import: files of other kinds as programs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <memory>

#include "compiler/base/file_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/for_good.hpp"
#include "compiler/driver/import_configurations.hpp"
#include "compiler/driver/import_files.hpp"
#include "compiler/driver/import_lists.hpp"
#include "compiler/driver/import_report.hpp"
#include "compiler/driver/import_share.hpp"
#include "compiler/driver/import_tree.hpp"
#include "compiler/driver/output.hpp"
#include "compiler/driver/output_guard.hpp"
#include "compiler/driver/workers.hpp"
#include "compiler/import/foreign.hpp"
#include "compiler/import/list_file.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc::driver {
namespace {

namespace fs = std::filesystem;

// One file on its way from FILE to DIR/<name>.perf.
struct Imported {
  ImportInput input;
  ForeignFile foreign = ForeignFile::yaml;
  std::optional<std::size_t> yaml;  // its place among the YAML files
  FileId file = kNoFile;
  std::string kind;  // for the report
  bool passed_over = false;
  std::optional<std::string> text;
  std::vector<const Diagnostic*> unplaced;  // for the report
};

class Importer {
 public:
  explicit Importer(const Arguments& arguments) : arguments_(arguments) {
    if (arguments.has("output")) dir_ = output_dir(arguments.value("output"));
    for (ImportInput& input : import_inputs(arguments.operands)) files_.emplace_back().input = std::move(input);
    check_names();
    constexpr std::array<std::string_view, 3> kFormats = {"text", "json", "html"};
    const std::string format = arguments.value("report", kFormats.front());
    if (std::ranges::find(kFormats, format) == kFormats.end())
      throw UsageError{fmt::format("--report takes text, json or html, not '{}'", format), {}};
  }

  int run() {
    read_files();
    const bool tree = std::ranges::any_of(files_, [](const Imported& file) { return file.input.of_folder; });
    std::vector<Artefact> programs = artefacts(tree);
    const bool writes = !dir_.empty();
    if (!compilation_.diags.failed() && writes && !arguments_.has("force")) refuse_overwriting(programs);
    const bool reports = arguments_.has("report");
    const int status = reports ? compilation_.status() : report(compilation_, arguments_);
    if (reports) print_report();
    if (lists_.status() != kFine) return lists_.status();
    if (status != kFine || (reports && !writes)) return status;
    if (!writes) {
      for (std::size_t i = 0; i < programs.size(); ++i) print((i == 0 ? "" : "\n") + programs[i].text);
      return kFine;
    }
    return guarded_output(compilation_, arguments_, dir_, [&] { return write(std::move(programs)); });
  }

 private:
  // No two to the same place.
  void check_names() const {
    const bool tree = std::ranges::any_of(files_, [](const Imported& file) { return file.input.of_folder; });
    if (tree && dir_.empty() && !arguments_.has("report"))
      throw UsageError{"a folder becomes a folder of programs", {"say where: -o DIR"}};
    const bool shares = arguments_.has("share");
    if (shares && dir_.empty() && !arguments_.has("report"))
      throw UsageError{"--share writes a program beside those that use it", {"say where: -o DIR"}};
    if (dir_.empty()) return;
    std::map<std::string, std::string> taken;
    if (shares) taken.emplace(kSharedName, "--share");
    for (const Imported& file : files_) {
      const auto [found, fresh] = taken.try_emplace(file.input.output, file.input.path);
      if (!fresh) {
        throw UsageError{fmt::format("'{}' and '{}' would both become {}/{}", found->second, file.input.path, dir_,
                                     file.input.output),
                         {"import them into folders of their own"}};
      }
    }
  }

  void read_files() {
    std::vector<std::string> all;
    all.reserve(files_.size());
    for (const Imported& file : files_) all.push_back(file.input.path);
    disk_.read_ahead(all);
    for (Imported& file : files_) {
      file.foreign = kind_of_foreign(file.input.path, disk_.look_at(file.input.path).text);
      if (file.foreign != ForeignFile::yaml) continue;
      file.yaml = yaml_files_.size();
      yaml_files_.push_back({file.input.path, [this, &file] { return yaml_path(file.input); }, file.input.output,
                             std::string(file_stem(file.input.output)), kNoFile, nullptr});
    }
    convert_configurations();
    for (Imported& file : files_) read_noting(file);
  }

  // What is wrong with the reading has no place in the file, but belongs to it.
  void read_noting(Imported& imported) {
    const std::size_t before = compilation_.diags.all().size();
    read(imported);
    for (std::size_t i = before; i < compilation_.diags.all().size(); ++i) {
      const Diagnostic& found = compilation_.diags.all()[i];
      if (!found.span.known()) imported.unplaced.push_back(&found);
    }
  }

  void read(Imported& imported) {
    const std::string& path = imported.input.path;
    const ForeignFile kind = imported.foreign;
    imported.kind = kind == ForeignFile::clusters  ? "cluster file"
                    : kind == ForeignFile::program ? "program"
                                                   : "test list";
    if (kind == ForeignFile::yaml) {
      const auto [file, document] = compilation_.loader.configuration_operand(path);
      imported.file = file;
      ConfigurationProgram& converted = converted_[*imported.yaml];
      if (converted.content != YamlContent::other) {
        imported.kind = converted.content == YamlContent::aggregated      ? "aggregated"
                        : converted.content == YamlContent::disaggregated ? "disaggregated"
                                                                          : "YAML";
        imported.text = std::move(converted.text);
        return;
      }
      if (imported.input.of_folder && is_other_yaml(*document)) {
        imported.kind = "YAML";
        imported.passed_over = true;
        compilation_.diags.report(codes::import_passed_over,
                                  document->entries.empty() ? document->span : document->entries.front().key_span);
        return;
      }
    } else if (!compilation_.loader.text_operand(path, imported.file)) {
      return;
    }
    const bool list = kind == ForeignFile::yaml || kind == ForeignFile::tests;
    const std::string output = dir_.empty() ? std::string() : fmt::format("{}/{}", dir_, imported.input.output);
    imported.text = list ? lists_.run(imported.file, path, output)
                         : import_file(compilation_.sources, imported.file, compilation_.diags);
  }

  // The YAML file as its program sees it. Seldom wanted, and slow to find out.
  [[nodiscard]] std::string yaml_path(const ImportInput& input) const {
    if (dir_.empty() || input.path == "-") return input.path;
    const fs::path folder = fs::absolute(fs::path(dir_) / input.output).lexically_normal().parent_path();
    return fs::absolute(input.path).lexically_normal().lexically_relative(folder).string();
  }

  void convert_configurations() {
    if (yaml_files_.empty()) return;
    const bool shares = arguments_.has("share") && !dir_.empty();
    converted_ = import_configurations(yaml_files_, shares || arguments_.has("report"), compilation_);
    if (shares) shared_ = share_declarations(yaml_files_, converted_, compilation_);
  }

  // A folder of programs gets one that brings in all of them.
  std::vector<Artefact> artefacts(bool tree) {
    std::vector<Artefact> programs;
    programs.reserve(files_.size() + 2);
    for (Imported& file : files_) {
      if (file.text) programs.push_back({file.input.output, std::move(*file.text), false});
    }
    if (shared_) programs.push_back({std::string(kSharedName), std::move(*shared_), false});
    if (!tree) return programs;
    syntax::SourceWriter index;
    index.comment("All that was imported.");
    for (const Artefact& program : programs) index.statement("use " + syntax::text_source(program.path));
    programs.push_back({std::string(kIndexName), index.finish(), false});
    return programs;
  }

  void print_report() const {
    std::vector<ReportInput> inputs;
    for (const Imported& file : files_) {
      ReportInput& input = inputs.emplace_back();
      input.path = file.input.path;
      input.file = file.file;
      input.kind = file.kind;
      input.program = file.input.output;
      input.outcome = file.text ? Outcome::program : file.passed_over ? Outcome::passed_over : Outcome::refused;
      input.unplaced = file.unplaced;
      if (!file.yaml || converted_[*file.yaml].content == YamlContent::other) continue;
      input.document = yaml_files_[*file.yaml].document;
      input.converted = &converted_[*file.yaml];
    }
    print_findings(findings_beside(inputs, compilation_), compilation_.sources, arguments_);
    const MigrationReport report = migration_report(inputs, compilation_);
    const std::string format = arguments_.value("report");
    print(format == "json" ? report_json(report) : format == "html" ? report_html(report) : report_text(report));
  }

  // What somebody has changed since is not thrown away.
  void refuse_overwriting(const std::vector<Artefact>& programs) {
    std::error_code error;
    if (!fs::exists(dir_, error)) return;
    for (const Artefact& program : programs) {
      const std::string path = fmt::format("{}/{}", dir_, program.path);
      DiskFiles disk;
      const FileText existing = disk.read(path);
      if (existing.error == 0 && existing.text != program.text) {
        compilation_.diags.report(codes::import_exists, Span{}, path)
            .advise("import to another folder, or let --force replace it");
      }
    }
  }

  // A folder of the output at a time, each as a whole or not at all.
  int write(std::vector<Artefact> programs) const {
    std::map<std::string, std::vector<Artefact>> folders;
    for (Artefact& program : programs) {
      const fs::path path(program.path);
      folders[path.parent_path().string()].push_back({path.filename().string(), std::move(program.text), false});
    }
    const bool reports = arguments_.has("report");  // then standard output is the report alone
    std::size_t changed = 0;
    for (const auto& [folder, files] : folders) {
      OutputOptions options;
      options.dir = folder.empty() ? dir_ : fmt::format("{}/{}", dir_, folder);
      options.jobs = usable_processors();
      if (!folder.empty()) fs::create_directories(fs::path(options.dir).parent_path());
      const std::vector<FolderState> states = write_files(files, options);
      if (!reports) changed += print_written(files, states, options.dir);
    }
    if (reports) return kFine;
    print(fmt::format("imported {} file{} to {}/: {} changed\n", programs.size(), programs.size() == 1 ? "" : "s",
                      displayed(dir_), changed));
    return kFine;
  }

  const Arguments& arguments_;
  ImportFiles disk_;
  Compilation compilation_{disk_};
  ListImporter lists_{arguments_, disk_, compilation_.sources, compilation_.diags};
  std::string dir_;  // empty: standard output
  std::vector<Imported> files_;
  std::vector<ConfigurationFile> yaml_files_;
  std::vector<ConfigurationProgram> converted_;  // of yaml_files_
  std::optional<std::string> shared_;            // what --share has found
};

}  // namespace

int run_import(const Arguments& arguments) {
  if (arguments.operands.empty()) throw UsageError{"no FILE given", {"- reads standard input"}};
  return kept_for_good(std::make_unique<Importer>(arguments)).run();
}

}  // namespace perfc::driver
