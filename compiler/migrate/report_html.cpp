#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "compiler/base/embedded.hpp"
#include "compiler/migrate/report.hpp"

namespace perfc {
namespace {

using Kind = ReportedFinding::Kind;

constexpr std::string_view kTemplate = "compiler/migrate/report.html";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string_view style_of(Outcome outcome) {
  return outcome == Outcome::program ? "program" : outcome == Outcome::refused ? "refused" : "yaml";
}

std::string findings_html(const ReportedFile& file) {
  if (file.findings.empty()) return {};
  std::string out = fmt::format("<details><summary>{} finding{}</summary><ul>", file.findings.size(),
                                file.findings.size() == 1 ? "" : "s");
  for (const ReportedFinding& finding : file.findings) {
    fmt::format_to(std::back_inserter(out), "<li><span class=\"place\">{}:{}</span> <b class=\"{}\">{}</b> {}",
                   finding.line, finding.column, to_string(finding.kind), escaped(finding.code),
                   escaped(finding.message));
    for (const std::string& help : finding.help)
      fmt::format_to(std::back_inserter(out), "<span class=\"help\">{}</span>", escaped(help));
    out += "</li>";
  }
  return out + "</ul></details>";
}

// What the topologies of a file have in one column, each once.
template <class Member>
std::string joined(const ReportedFile& file, Member member) {
  std::set<std::string> seen;
  std::string out;
  for (const ReportedTopology& topology : file.topologies) {
    const std::string& text = topology.*member;
    if (text.empty() || !seen.insert(text).second) continue;
    if (!out.empty()) out += "<br>";
    out += escaped(text);
  }
  return out;
}

std::string row_html(const ReportedFile& file) {
  std::int64_t gpus = 0;
  for (const ReportedTopology& topology : file.topologies) gpus = std::max(gpus, topology.gpus);
  return fmt::format(
      "<tr><td class=\"file\" data-value=\"{0}\">{0}{1}</td><td class=\"{2}\">{3}</td><td>{4}</td><td>{5}</td>"
      "<td>{6}</td><td class=\"number\">{7}</td><td class=\"number\">{8}</td><td class=\"number\">{9}</td>"
      "<td class=\"number\">{10}</td></tr>\n",
      escaped(file.path), findings_html(file), style_of(file.outcome), to_string(file.outcome), escaped(file.kind),
      joined(file, &ReportedTopology::model), joined(file, &ReportedTopology::roles), gpus, file.keys,
      file.count(Kind::extra), file.count(Kind::contradiction));
}

void replace(std::string& text, std::string_view mark, std::string_view with) {
  const std::size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), with);
}

}  // namespace

std::string report_html(const MigrationReport& report) {
  std::string text(embedded_file(kTemplate));
  std::string rows;
  for (const ReportedFile& file : report.files) rows += row_html(file);
  replace(text, "{{summary}}", escaped(report.summary()));
  replace(text, "{{rows}}", rows);
  return text;
}

}  // namespace perfc
