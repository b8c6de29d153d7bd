#include "compiler/driver/import_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "compiler/diag/codes.hpp"
#include "compiler/lint/lint.hpp"
#include "compiler/plan/hardware.hpp"

namespace perfc::driver {
namespace {

using Kind = ReportedFinding::Kind;

// What a file says of itself against what it is, and its roles against each other.
constexpr std::array<std::string_view, 7> kContradictions = {
    "name-matches-topology", "metadata-matches-facts", "transceiver-agrees", "kv-cache-agrees",
    "speculation-agrees",    "parallel-sizes",         "env-conflict"};

Kind kind_of(const Diagnostic& found) {
  if (std::ranges::find(kContradictions, found.rule) != kContradictions.end()) return Kind::contradiction;
  if (found.code == codes::foreign_key.code) return Kind::extra;
  return found.level == Level::error && found.rule.empty() ? Kind::error : Kind::note;
}

std::size_t keys_of(const Document& document) {
  std::size_t count = document.entries.size();
  for (const Document::Entry& entry : document.entries) count += keys_of(entry.value);
  for (const Document& item : document.items) count += keys_of(item);
  return count;
}

std::string model_of(const Topology& topology) {
  if (topology.model != nullptr) return topology.model->id;
  const Field* const name = topology.metadata != nullptr ? topology.metadata->find("model_name") : nullptr;
  const Text* const text = name != nullptr ? name->value.get<Text>() : nullptr;
  return text != nullptr ? text->str() : std::string();
}

ReportedTopology reported(const Topology& topology) {
  ReportedTopology out{topology.origin.name, model_of(topology), {}, 0};
  for (const std::optional<Role>* role : {&topology.ctx, &topology.gen, &topology.server}) {
    if (!*role) continue;
    const std::int64_t gpus = ranks_of(**role).value_or(0);
    out.gpus += gpus * (*role)->servers;
    const std::string size = &*role == &topology.server
                                 ? fmt::format("server x {}", gpus)
                                 : fmt::format("{} {} x {}", (*role)->name, (*role)->servers, gpus);
    out.roles += (out.roles.empty() ? "" : ", ") + size;
  }
  return out;
}

class Reporter {
 public:
  Reporter(const std::vector<ReportInput>& inputs, const Compilation& compilation)
      : inputs_(inputs), compilation_(compilation) {
    for (const ReportInput& input : inputs) add_file(input);
  }

  MigrationReport run() {
    for (const Diagnostic& found : compilation_.diags.all()) {
      const auto file = by_file_.find(found.span.file);
      if (file != by_file_.end()) add_finding(report_.files[file->second], found, inputs_[file->second].file);
    }
    return std::move(report_);
  }

 private:
  void add_file(const ReportInput& input) {
    if (input.file != kNoFile) by_file_[input.file] = report_.files.size();
    ReportedFile& file = report_.files.emplace_back();
    file.path = input.path;
    file.kind = input.kind;
    file.outcome = input.outcome;
    const bool written = input.outcome == Outcome::program;
    if (written) file.program = input.program;
    if (input.document != nullptr) file.keys = keys_of(*input.document);
    for (const Diagnostic* each : input.unplaced) add_finding(file, *each, input.file);
    if (input.converted == nullptr) return;
    if (input.converted->base != kNoFile) by_file_[input.converted->base] = report_.files.size() - 1;
    if (input.converted->in_yaml && written) file.outcome = Outcome::in_yaml;
    Diagnostics found;
    for (const ImportedTopology& imported : input.converted->source.topologies) {
      const Topology& topology = *imported.topology;
      if (!topology.origin.sound) continue;
      file.topologies.push_back(reported(topology));
      lint::lint_topology(topology, lint::Levels(), found);
    }
    for (const Diagnostic& each : found.all()) add_finding(file, each, input.file);
  }

  void add_finding(ReportedFile& file, const Diagnostic& found, FileId id) {
    ReportedFinding& finding = file.findings.emplace_back();
    finding.kind = kind_of(found);
    finding.code = std::string(found.rule.empty() ? found.code : found.rule);
    if (found.span.known() && found.span.file == id) {
      const Position place = compilation_.sources.position(id, found.span.begin);
      finding.line = place.line;
      finding.column = place.column;
    }
    finding.message = found.message;
    finding.help = found.help;
  }

  const std::vector<ReportInput>& inputs_;
  const Compilation& compilation_;
  MigrationReport report_;
  std::unordered_map<FileId, std::size_t> by_file_;
};

}  // namespace

MigrationReport migration_report(const std::vector<ReportInput>& files, const Compilation& compilation) {
  return Reporter(files, compilation).run();
}

Diagnostics findings_beside(const std::vector<ReportInput>& files, const Compilation& compilation) {
  Diagnostics beside;
  for (const Diagnostic& found : compilation.diags.all()) {
    const bool reported = std::ranges::any_of(files, [&](const ReportInput& file) {
      const bool of_base = file.converted != nullptr && found.span.file == file.converted->base;
      const bool placed = found.span.known() && (found.span.file == file.file || of_base);
      return placed || std::ranges::find(file.unplaced, &found) != file.unplaced.end();
    });
    if (!reported) beside.add(found.code, found.level, found.span, found.message).help = found.help;
  }
  return beside;
}

}  // namespace perfc::driver
