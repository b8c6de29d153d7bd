#include "compiler/migrate/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "compiler/base/counted.hpp"

namespace perfc {
namespace {

using Kind = ReportedFinding::Kind;

nlohmann::ordered_json json_of(const ReportedFinding& finding) {
  return {{"kind", to_string(finding.kind)}, {"code", finding.code},       {"line", finding.line},
          {"column", finding.column},        {"message", finding.message}, {"help", finding.help}};
}

nlohmann::ordered_json json_of(const ReportedTopology& topology) {
  return {{"name", topology.name}, {"model", topology.model}, {"roles", topology.roles}, {"gpus", topology.gpus}};
}

nlohmann::ordered_json json_of(const ReportedFile& file) {
  nlohmann::ordered_json out = {{"path", file.path},
                                {"kind", file.kind},
                                {"outcome", to_string(file.outcome)},
                                {"program", nullptr},
                                {"keys", file.keys},
                                {"topologies", nlohmann::ordered_json::array()},
                                {"findings", nlohmann::ordered_json::array()}};
  if (!file.program.empty()) out["program"] = file.program;
  for (const ReportedTopology& topology : file.topologies) out["topologies"].push_back(json_of(topology));
  for (const ReportedFinding& finding : file.findings) out["findings"].push_back(json_of(finding));
  return out;
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::program:
      return "program";
    case Outcome::in_yaml:
      return "in YAML";
    case Outcome::passed_over:
      return "passed over";
    default:
      return "refused";
  }
}

std::string_view to_string(ReportedFinding::Kind kind) {
  switch (kind) {
    case Kind::extra:
      return "extra";
    case Kind::contradiction:
      return "contradiction";
    case Kind::error:
      return "error";
    default:
      return "note";
  }
}

std::size_t ReportedFile::count(ReportedFinding::Kind wanted) const {
  return static_cast<std::size_t>(std::ranges::count(findings, wanted, &ReportedFinding::kind));
}

std::string MigrationReport::summary() const {
  const auto with = [&](Outcome outcome) {
    return static_cast<std::size_t>(std::ranges::count(files, outcome, &ReportedFile::outcome));
  };
  std::size_t keys = 0;
  std::size_t extra = 0;
  std::size_t contradicting = 0;
  for (const ReportedFile& file : files) {
    keys += file.keys;
    extra += file.count(Kind::extra);
    if (file.count(Kind::contradiction) > 0) ++contradicting;
  }
  const std::size_t passed_over = with(Outcome::passed_over);
  return fmt::format(
      "{}: {}, {} in YAML, {}{} refused; {}, {} kept as extra; {}", counted(files.size(), "file"),
      counted(with(Outcome::program), "program"), with(Outcome::in_yaml),
      passed_over == 0 ? std::string() : fmt::format("{} passed over, ", passed_over), with(Outcome::refused),
      counted(keys, "key"), extra,
      fmt::format("{} contradict{}", counted(contradicting, "file"), contradicting == 1 ? "s itself" : " themselves"));
}

std::string report_text(const MigrationReport& report) {
  std::string text;
  for (const ReportedFile& file : report.files) {
    fmt::format_to(std::back_inserter(text), "{}: {}", file.path, file.kind);
    if (file.outcome != Outcome::program) fmt::format_to(std::back_inserter(text), ", {}", to_string(file.outcome));
    if (!file.program.empty()) fmt::format_to(std::back_inserter(text), " -> {}", file.program);
    text += '\n';
    for (const ReportedTopology& topology : file.topologies) {
      fmt::format_to(std::back_inserter(text), "  {}: {}, {}, {}\n", topology.name, topology.model, topology.roles,
                     counted(static_cast<std::size_t>(topology.gpus), "GPU"));
    }
    for (const ReportedFinding& finding : file.findings) {
      fmt::format_to(std::back_inserter(text), "  {}:{}: {} [{}]: {}\n", finding.line, finding.column,
                     to_string(finding.kind), finding.code, finding.message);
      for (const std::string& help : finding.help) fmt::format_to(std::back_inserter(text), "    {}\n", help);
    }
  }
  return text + report.summary() + "\n";
}

std::string report_json(const MigrationReport& report) {
  nlohmann::ordered_json out = {
      {"version", 1}, {"summary", report.summary()}, {"files", nlohmann::ordered_json::array()}};
  for (const ReportedFile& file : report.files) out["files"].push_back(json_of(file));
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace perfc
