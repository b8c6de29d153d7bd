// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Regions count code points, as our places do; their end
// is behind the last character.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "compiler/base/embedded.hpp"
#include "compiler/diag/edits.hpp"
#include "compiler/diag/formats.hpp"
#include "compiler/diag/order.hpp"
#include "compiler/diag/places.hpp"

namespace perfc {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr const char* kRoot = "%SRCROOT%";
constexpr const char* kStandard = "STDLIB";
constexpr std::string_view kStandardPath = "std/";

Json text(std::string_view value) { return {{"text", value}}; }

// Whether a source is one that the program carries, not a file of the user's that is called so.
bool is_standard(const Source& source) {
  if (!source.path.starts_with(kStandardPath)) return false;
  return embedded_file("stdlib/" + source.path.substr(kStandardPath.size())) == source.text;
}

// A value of the command line has a place of its own, but no file.
bool is_file(const Source& source) { return !source.path.starts_with("-D "); }

class Log {
 public:
  Log(const Sources& sources, const SarifRun& run) : sources_(sources), run_(run), places_(sources) {}

  void add(const Diagnostic& diagnostic) {
    const RuleInfo rule = run_.rule_of(diagnostic);
    Json result = {{"ruleId", rule.id}, {"ruleIndex", index_of(rule)}, {"level", name_of(diagnostic.level)}};
    std::string message = diagnostic.message;
    for (const std::string& help : diagnostic.help) message += "\n" + help;
    result["message"] = text(message);
    if (diagnostic.span.known()) result["locations"] = Json::array({location(diagnostic.span)});
    if (Json related = related_of(diagnostic); !related.empty()) result["relatedLocations"] = std::move(related);
    if (Json fix = fix_of(diagnostic); !fix.empty()) result["fixes"] = Json::array({std::move(fix)});
    results_.push_back(std::move(result));
  }

  std::string take() {
    Json driver = {{"name", "perfc"}, {"version", run_.version}, {"semanticVersion", run_.version}};
    driver["rules"] = std::move(rules_);
    Json bases = Json::object();
    if (!run_.root.empty()) {
      const std::string uri = file_uri(run_.root, {}).uri;
      bases[kRoot] = {{"uri", uri.ends_with('/') ? uri : uri + "/"}};
    }
    bases[kStandard] = {{"description", text("the standard library that perfc carries")}};
    Json run = {{"tool", {{"driver", std::move(driver)}}},
                {"invocations", Json::array({{{"executionSuccessful", run_.completed}}})},
                {"originalUriBaseIds", std::move(bases)},
                {"columnKind", "unicodeCodePoints"},
                {"artifacts", std::move(artifacts_)},
                {"results", std::move(results_)}};
    const Json log = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  std::size_t index_of(const RuleInfo& rule) {
    const auto [known, fresh] = rule_indices_.try_emplace(rule.id, rules_.size());
    if (!fresh) return known->second;
    Json made = {{"id", rule.id}, {"name", rule.name}, {"shortDescription", text(rule.summary)}};
    made["fullDescription"] = text(rule.summary);
    made["help"] = {{"text", rule.page}, {"markdown", rule.page}};
    made["defaultConfiguration"] = {{"level", name_of(rule.level)}};
    rules_.push_back(std::move(made));
    return known->second;
  }

  Json artifact(FileId file) {
    const Source& source = sources_[file];
    const bool standard = is_standard(source);
    const FileUri uri = file_uri(source.path, run_.root);
    Json place = {{"uri", uri.uri}};
    if (uri.relative) place["uriBaseId"] = standard ? kStandard : kRoot;
    const auto [known, fresh] = artifact_indices_.try_emplace(file, artifacts_.size());
    if (fresh) artifacts_.push_back({{"location", place}});
    place["index"] = known->second;
    return place;
  }

  Json region(Span span) {
    const Position begin = places_.at(span.file, span.begin);
    const Position end = places_.at(span.file, std::max(span.begin, span.end));
    return {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
  }

  Json location(Span span) {
    if (!is_file(sources_[span.file])) {
      return {{"logicalLocations",
               Json::array({{{"fullyQualifiedName", sources_[span.file].path}, {"kind", "parameter"}}})}};
    }
    return {{"physicalLocation", {{"artifactLocation", artifact(span.file)}, {"region", region(span)}}}};
  }

  Json related_of(const Diagnostic& diagnostic) {
    Json list = Json::array();
    for (const Related& each : diagnostic.related) {
      if (!each.span.known()) continue;
      Json made = {{"id", list.size() + 1}};
      made.update(location(each.span));
      made["message"] = text(each.text);
      list.push_back(std::move(made));
    }
    return list;
  }

  Json fix_of(const Diagnostic& diagnostic) {
    const auto edits = diagnostic.fix ? changes_of(*diagnostic.fix, sources_) : std::nullopt;
    if (!edits || !is_file(sources_[edits->front().span.file])) return {};
    Json replacements = Json::array();
    for (const Edit& edit : *edits) {
      replacements.push_back({{"deletedRegion", region(edit.span)}, {"insertedContent", text(edit.replacement)}});
    }
    Json change = {{"artifactLocation", artifact(edits->front().span.file)}, {"replacements", std::move(replacements)}};
    return {{"description", text(described(*edits, sources_))},
            {"artifactChanges", Json::array({std::move(change)})},
            {"properties", {{"safe", diagnostic.fix->safe}}}};
  }

  const Sources& sources_;
  const SarifRun& run_;
  Places places_;
  Json rules_ = Json::array();
  Json artifacts_ = Json::array();
  Json results_ = Json::array();
  std::map<std::string, std::size_t> rule_indices_;
  std::map<FileId, std::size_t> artifact_indices_;
};

}  // namespace

std::string render_sarif(const Diagnostics& diags, const Sources& sources, const SarifRun& run) {
  Log log(sources, run);
  for (const Diagnostic* diagnostic : ordered(diags)) log.add(*diagnostic);
  return log.take();
}

}  // namespace perfc
