#include "compiler/driver/import_batch.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

#include "compiler/check/check.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/import_written.hpp"
#include "compiler/syntax/layout.hpp"

namespace perfc::driver {
namespace {

// How often a program is written anew before its file is left as the base.
constexpr int kMostRounds = 4;

// One file on its way from YAML to a program.
struct Job {
  const ConfigurationFile* input = nullptr;
  FileId base = kNoFile;
  ImportedConfiguration source;
  std::string text;
  std::string differs;  // where what was written last differs from the file
  bool failed = false;  // with an error that was reported
  bool done = false;
  bool in_yaml = false;
};

// What the topologies of the files need as long as somebody looks at them.
struct CheckedFiles {
  explicit CheckedFiles(Sources& sources) : loader(files, sources, found) {}

  Diagnostics found;
  MemoryFiles files;
  ModuleLoader loader;
  std::unique_ptr<Program> program;
};

class BatchImport {
 public:
  BatchImport(ImportBatch batch, Sources& sources, const ModuleLoader& loader)
      : sources_(sources), checked_(std::make_shared<CheckedFiles>(sources)), jobs_(batch.configurations.size()) {
    checked_->found = std::move(batch.found);
    checked_->loader.borrow_standard(loader);
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      jobs_[i].input = batch.configurations[i];
      jobs_[i].base = batch.bases[i];
      checked_->loader.borrow_configuration(loader, batch.configurations[i]->path);
    }
  }

  ImportedBatch run() {
    check_files();
    for (Job& job : jobs_) {
      if (job.failed) continue;
      const auto found = inexpressible(*job.input->document);
      if (found) leave_in_yaml(job, found->span, fmt::format("{} cannot be written in a program", found->what));
    }
    for (Job& job : jobs_) {
      if (!job.done && !job.failed) expect_changes(job.source);
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
    ImportedBatch made;
    for (Job& job : jobs_) {
      ConfigurationProgram& program = made.programs.emplace_back();
      if (!job.failed) program.text = std::move(job.text);
      program.in_yaml = job.in_yaml;
      program.base = job.base;
      program.source = std::move(job.source);
      program.source_of = checked_;
    }
    made.found = std::move(checked_->found);
    return made;
  }

 private:
  // The topologies of each file are what is written.
  void check_files() {
    CheckInput input;
    std::unordered_map<FileId, Job*> by_base;
    std::unordered_map<FileId, Job*> by_file;
    for (Job& job : jobs_) {
      input.files.push_back(&checked_->loader.parse(job.base, checked_->found));
      by_base[job.base] = &job;
      by_file[job.input->file] = &job;
    }
    Diagnostics checked;
    checked_->program = check_program(sources_, input, checked_->loader, checked);
    for (const Topology& topology : checked_->program->topologies) {
      const auto job = by_base.find(topology.origin.span.file);
      if (job != by_base.end()) add_topology(*job->second, topology);
    }
    const auto note_findings = [&](const Diagnostics& diags) {
      for (const Diagnostic& found : diags.all()) {
        const auto file = by_file.find(found.span.file);
        if (file == by_file.end()) continue;
        if (found.level == Level::error) file->second->failed = true;
        if (found.code == codes::foreign_key.code) file->second->source.unknown_keys.insert(found.span.begin);
      }
    };
    note_findings(checked_->found);
    note_findings(checked);
    // Nobody has seen the programs here: what follows in them from an error of the file is not said.
    std::vector<Job*> wrong;
    for (const Diagnostic& found : checked.all()) {
      const auto base = by_base.find(found.span.file);
      if (base != by_base.end() && base->second->failed) continue;
      if (base != by_base.end() && found.level == Level::error) wrong.push_back(base->second);
      checked_->found.append(found);
    }
    for (Job* const job : wrong) job->failed = true;
    for (Job& job : jobs_) {
      job.source.text = sources_[job.input->file].text;
      job.source.document = job.input->document;
      job.source.stem = job.input->stem;
      job.failed = job.failed || job.source.topologies.empty();
    }
  }

  static void add_topology(Job& job, const Topology& topology) {
    const Document* server = nullptr;
    if (const Document* const servers = servers_of(*job.input->document)) {
      for (const Document& each : servers->items) {
        if (server_name(each) == topology.origin.name) server = &each;
      }
    }
    job.source.topologies.push_back({&topology, topology.origin.name, server, {}, {}});
  }

  // Writes, compiles and compares all that are not done; whether another round would do any good.
  bool write_programs() {
    ++round_;
    std::vector<Job*> written;
    for (Job& job : jobs_) {
      if (!job.done && !job.failed) written.push_back(&job);
    }
    if (written.empty()) return false;
    std::vector<WrittenProgram> programs;
    programs.reserve(written.size());
    for (Job* job : written) {
      job->text = syntax::layout(configuration_draft(configuration_nodes(job->source)));
      programs.push_back({fmt::format("written {} {}", round_, sources_[job->base].path), job->text,
                          job->source.topologies.size(), job->input->document});
    }
    const std::vector<ReadBack> back = read_back(programs, sources_, checked_->loader);
    bool again = false;
    for (std::size_t i = 0; i < written.size(); ++i) {
      Job& job = *written[i];
      job.done = back[i].same;
      if (!back[i].compiles) {
        leave_in_yaml(job, job.input->document->span, "what would be written for it does not compile");
      } else if (!job.done) {
        note_changes(job, back[i]);
        again = true;
      }
    }
    return again;
  }

  // How the program is to be written next.
  void note_changes(Job& job, const ReadBack& back) const {
    const Document& wanted = *job.input->document;
    job.differs = first_difference(back.exported, wanted);
    // What was only expected at first counts no more.
    const Document& made = round_ == 1 ? back.unshaped : back.exported;
    const Document* const servers = servers_of(made);
    std::vector<ImportedTopology>& topologies = job.source.topologies;
    const DocumentChanges beside =
        servers == nullptr ? DocumentChanges() : changes_between(made, wanted, "server_configs");
    for (std::size_t i = 0; i < topologies.size(); ++i) {
      if (round_ == 1) topologies[i].changes = topologies[i].file_changes = {};
      const Document* const server = topologies[i].server;
      if (server == nullptr) {
        add_changes(topologies[i].changes, changes_between(made, wanted));
      } else if (servers != nullptr && i < servers->items.size()) {
        add_changes(topologies[i].changes, changes_between(servers->items[i], *server));
        add_changes(topologies[i].file_changes, beside);
      }
    }
  }

  void leave_in_yaml(Job& job, Span place, std::string_view why) {
    checked_->found.report(codes::import_yaml_base, place, job.input->path, why)
        .advise("its topologies start from the file: topology x : yaml(\"...\") { }");
    job.in_yaml = true;
    job.text = yaml_base_source(job.source, job.input->yaml_path());
    job.done = true;
  }

  Sources& sources_;
  std::shared_ptr<CheckedFiles> checked_;
  std::vector<Job> jobs_;
  int round_ = 0;
};

}  // namespace

const Document* servers_of(const Document& root) {
  const Document* const servers = root.kind == Document::Kind::mapping ? root.find("server_configs") : nullptr;
  return servers != nullptr && servers->kind == Document::Kind::sequence ? servers : nullptr;
}

std::string server_name(const Document& server) {
  const Document* const name = server.kind == Document::Kind::mapping ? server.find("name") : nullptr;
  return name != nullptr && name->kind == Document::Kind::scalar ? name->text : std::string();
}

ImportedBatch import_batch(ImportBatch batch, Sources& sources, const ModuleLoader& loader) {
  return BatchImport(std::move(batch), sources, loader).run();
}

}  // namespace perfc::driver
