#include "compiler/driver/import_configurations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <unordered_map>

#include "compiler/check/check.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/import_written.hpp"
#include "compiler/driver/workers.hpp"
#include "compiler/emit/config_shape.hpp"
#include "compiler/emit/config_value.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc::driver {
namespace {

// How often a program is written anew before its file is left as the base.
constexpr int kMostRounds = 3;

const Document* servers_of(const Document& root) {
  const Document* const servers = root.kind == Document::Kind::mapping ? root.find("server_configs") : nullptr;
  return servers != nullptr && servers->kind == Document::Kind::sequence ? servers : nullptr;
}

std::string server_name(const Document& server) {
  const Document* const name = server.kind == Document::Kind::mapping ? server.find("name") : nullptr;
  return name != nullptr && name->kind == Document::Kind::scalar ? name->text : std::string();
}

// One file on its way from YAML to a program.
struct Job {
  const ConfigurationFile* input = nullptr;
  std::string module;  // name of the program that has the file as its base, later of the written one
  FileId base = kNoFile;
  ImportedConfiguration source;
  std::string text;
  std::string differs;  // where what was written last differs from the file
  bool failed = false;  // with an error that was reported
  bool done = false;
  bool in_yaml = false;
};

class ConfigurationImport {
 public:
  ConfigurationImport(const std::vector<ConfigurationFile>& configurations, ImportFiles& files,
                      Compilation& compilation)
      : files_(files), compilation_(compilation), jobs_(configurations.size()) {
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      jobs_[i].input = &configurations[i];
      jobs_[i].module = fmt::format("import {}", i);
    }
  }

  std::vector<ConfigurationProgram> run() {
    check_files();
    for (Job& job : jobs_) {
      if (job.failed) continue;
      const auto found = inexpressible(*job.input->document);
      if (found) leave_in_yaml(job, found->span, fmt::format("{} cannot be written in a program", found->what));
    }
    for (int round = 0; round < kMostRounds; ++round) {
      if (!write_programs()) break;
    }
    for (Job& job : jobs_) {
      if (job.done || job.failed) continue;
      leave_in_yaml(job, job.input->document->span,
                    job.differs.empty() ? "a program would not give it back"
                                        : fmt::format("a program would not give back its '{}'", job.differs));
    }
    std::vector<ConfigurationProgram> programs;
    for (Job& job : jobs_) {
      ConfigurationProgram& program = programs.emplace_back();
      if (!job.failed) program.text = std::move(job.text);
      program.in_yaml = job.in_yaml;
      program.base = job.base;
      program.source = std::move(job.source);
    }
    return programs;
  }

 private:
  // A program for each file that starts from it; its topologies are what is written.
  void check_files() {
    CheckInput input;
    std::unordered_map<FileId, Job*> by_module;
    for (Job& job : jobs_) {
      files_.make(job.module, base_program(*job.input));
      const syntax::Tree* const tree = compilation_.loader.operand(job.module);
      input.files.push_back(tree);
      job.base = tree->file;
      by_module[job.base] = &job;
    }
    Diagnostics checked;
    compilation_.program = check_program(compilation_.sources, input, compilation_.loader, checked);
    for (const Topology& topology : compilation_.program->topologies) {
      const auto job = by_module.find(topology.origin.span.file);
      if (job != by_module.end()) add_topology(*job->second, topology);
    }
    std::unordered_map<FileId, Job*> by_file;
    for (Job& job : jobs_) by_file[job.input->file] = &job;
    const auto note_findings = [&](const Diagnostics& diags) {
      for (const Diagnostic& found : diags.all()) {
        const auto file = by_file.find(found.span.file);
        if (file == by_file.end()) continue;
        if (found.level == Level::error) file->second->failed = true;
        if (found.code == codes::foreign_key.code) file->second->source.unknown_keys.insert(found.span.begin);
      }
    };
    note_findings(compilation_.diags);
    note_findings(checked);
    // Nobody has seen the programs here: what follows in them from an error of the file is not said.
    std::vector<Job*> wrong;
    for (const Diagnostic& found : checked.all()) {
      const auto base = by_module.find(found.span.file);
      if (base != by_module.end() && base->second->failed) continue;
      if (base != by_module.end() && found.level == Level::error) wrong.push_back(base->second);
      compilation_.diags.add(found.code, found.level, found.span, found.message) = found;
    }
    for (Job* const job : wrong) job->failed = true;
    for (Job& job : jobs_) {
      job.source.text = compilation_.sources[job.input->file].text;
      job.source.document = job.input->document;
      job.source.stem = job.input->stem;
      job.failed = job.failed || job.source.topologies.empty();
    }
  }

  // Of servers that share a name the first alone; the others are reported where they stand.
  std::string base_program(const ConfigurationFile& file) {
    std::string text;
    const std::string path = syntax::text_source(file.path);
    const Document* const servers = servers_of(*file.document);
    if (servers == nullptr) return fmt::format("topology {} : yaml({}) {{ }}\n", syntax::text_source(file.stem), path);
    std::unordered_map<std::string, const Document*> named;
    for (const Document& server : servers->items) {
      const std::string name = server_name(server);
      const auto [first, fresh] = named.try_emplace(name, &server);
      if (fresh) {
        text += fmt::format("topology {0} : yaml({1}, {0}) {{ }}\n", syntax::text_source(name), path);
      } else if (!name.empty()) {
        compilation_.diags.report(codes::duplicate_declaration, server.find("name")->span, "server", name)
            .note(first->second->find("name")->span, "first declared here")
            .advise("give each of the servers a name of its own");
      }
    }
    return text;
  }

  static void add_topology(Job& job, const Topology& topology) {
    const Document* server = nullptr;
    if (const Document* const servers = servers_of(*job.input->document)) {
      for (const Document& each : servers->items) {
        if (server_name(each) == topology.origin.name) server = &each;
      }
    }
    job.source.topologies.push_back({&topology, topology.origin.name, server, {}});
  }

  // Writes, compiles and compares all that are not done; whether another round would do any good.
  bool write_programs() {
    ++round_;
    std::vector<Job*> written;
    for (Job& job : jobs_) {
      if (!job.done && !job.failed) written.push_back(&job);
    }
    in_parallel(written.size(), [&](std::size_t i) {
      written[i]->text = configuration_source(configuration_nodes(written[i]->source));
    });
    std::vector<WrittenProgram> programs;
    programs.reserve(written.size());
    for (Job* each : written) {
      Job& job = *each;
      job.module = fmt::format("written {}", round_) + job.module;
      programs.push_back({job.module, job.text, job.source.topologies.size()});
    }
    if (programs.empty()) return false;
    std::vector<ReadBack> back = read_back(programs, compilation_);
    for (std::size_t i = 0; i < written.size(); ++i) {
      if (!back[i].compiles)
        leave_in_yaml(*written[i], written[i]->input->document->span, "what would be written for it does not compile");
    }
    std::atomic<bool> again = false;
    in_parallel(written.size(), [&](std::size_t i) {
      if (back[i].compiles && compare(*written[i], std::move(back[i].exported))) again = true;
    });
    return again;
  }

  static void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
    for_each_parallel(count, usable_processors(), work);
  }

  // Whether the program has to be written again and looked at once more.
  static bool compare(Job& job, Document made) {
    const Document& wanted = *job.input->document;
    job.done = same_document(made, wanted);
    if (job.done) return false;
    job.differs = first_difference(made, wanted);
    std::vector<ImportedTopology>& topologies = job.source.topologies;
    const Document* const servers = servers_of(wanted);
    bool sets = false;
    const auto change = [&](ImportedTopology& topology, Document& part, const Document& like) {
      DocumentChanges changes = changes_between(part, like);
      apply_shape(part, {changes.without, changes.keys, changes.order, nullptr});
      sets = sets || !changes.set.entries.empty();
      add_changes(topology.changes, std::move(changes));
    };
    if (servers == nullptr) {
      change(topologies.front(), made, wanted);
    } else {
      std::vector<Document>& written = find_mutable(made, "server_configs")->items;
      for (std::size_t i = 0; i < topologies.size() && i < written.size(); ++i) {
        if (topologies[i].server != nullptr) change(topologies[i], written[i], *topologies[i].server);
      }
    }
    // Names of keys alone come back as they are written; what is set has to be seen.
    if (!sets && same_document(made, wanted)) {
      job.text = configuration_source(configuration_nodes(job.source));
      job.done = true;
    }
    return !job.done;
  }

  void leave_in_yaml(Job& job, Span place, std::string_view why) {
    compilation_.diags.report(codes::import_yaml_base, place, job.input->path, why)
        .advise("its topologies start from the file: topology x : yaml(\"...\") { }");
    job.in_yaml = true;
    job.text = yaml_base_source(job.source, job.input->yaml_path);
    job.done = true;
  }

  ImportFiles& files_;
  Compilation& compilation_;
  std::vector<Job> jobs_;
  int round_ = 0;
};

}  // namespace

bool is_configuration(const Document& document) {
  constexpr std::array<std::string_view, 3> kSections = {"server_configs", "worker_config", "hardware"};
  return document.kind == Document::Kind::mapping &&
         std::ranges::any_of(kSections, [&](std::string_view section) { return document.find(section) != nullptr; });
}

std::vector<ConfigurationProgram> import_configurations(const std::vector<ConfigurationFile>& configurations,
                                                        ImportFiles& files, Compilation& compilation) {
  return ConfigurationImport(configurations, files, compilation).run();
}

}  // namespace perfc::driver
