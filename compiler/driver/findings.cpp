#include "compiler/driver/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/explain.hpp"
#include "compiler/diag/formats.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/diag/text.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/result.hpp"
#include "compiler/lint/rule.hpp"

namespace perfc::driver {
namespace {

constexpr std::array<std::pair<std::string_view, FindingsFormat>, 4> kFindingsFormats = {
    {{"text", FindingsFormat::text},
     {"json", FindingsFormat::json},
     {"sarif", FindingsFormat::sarif},
     {"github", FindingsFormat::github}}};

RuleInfo info_of(const Diagnostic& diagnostic) {
  if (const lint::Rule* rule = lint::find_rule(diagnostic.rule)) {
    return {std::string(rule->name), std::string(rule->name), std::string(rule->summary), lint::rule_page(*rule),
            rule->level};
  }
  const CodeInfo* const code = find_code(diagnostic.code);
  const std::optional<ExplainPage> page = explain(diagnostic.code);
  RuleInfo info{
      std::string(diagnostic.code), std::string(diagnostic.code), std::string(diagnostic.code), {}, diagnostic.level};
  if (code != nullptr) {
    info.name = code->name;
    info.level = code->level;
  }
  std::replace(info.name.begin(), info.name.end(), '_', '-');
  if (page) {
    info.summary = page->title;
    info.page = page->text;
  }
  return info;
}

SarifRun run_of(const Compilation& compilation) {
  std::error_code ignored;
  const std::string root = std::filesystem::current_path(ignored).string();  // empty where the folder is gone
  return {PERFC_VERSION, root, compilation.status() != kMachine, info_of};
}

std::string rendered(FindingsFormat format, const Compilation& compilation) {
  switch (format) {
    case FindingsFormat::json:
      return render_json(compilation.diags, compilation.sources);
    case FindingsFormat::sarif:
      return render_sarif(compilation.diags, compilation.sources, run_of(compilation));
    case FindingsFormat::github:
      return render_github(compilation.diags, compilation.sources);
    case FindingsFormat::text:
      break;
  }
  return {};
}

}  // namespace

FindingsFormat findings_format(const Arguments& arguments) {
  const std::string name = arguments.value("format", "text");
  if (name == "text" && arguments.has("output"))
    throw UsageError{"--output goes with --format json, sarif or github", {}};
  for (const auto& [known, format] : kFindingsFormats) {
    if (name == known) return format;
  }
  throw UsageError{fmt::format("there is no format '{}'", name), {"the formats are: text, json, sarif, github"}};
}

int print_findings(FindingsFormat format, const Compilation& compilation, const Arguments& arguments) {
  if (format == FindingsFormat::text) {
    print_findings(compilation.diags, compilation.sources, arguments);
    return compilation.status();
  }
  const int written = write_result(arguments, rendered(format, compilation));
  if (written != kFine) return written;  // which has been said, with its count
  const std::string summary = summary_of(compilation.diags);
  if (!summary.empty()) print_error(summary + "\n");
  return compilation.status();
}

}  // namespace perfc::driver
