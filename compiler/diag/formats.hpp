// Findings for programs: JSON lines, GitHub annotations, SARIF. All of them, in the order of ordered(). What is not
// UTF-8 comes out as U+FFFD, so that the result always is.
#pragma once

#include <functional>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// One object a line: file, line, column, end_line, end_column (behind the last character), code, level, rule, message,
// help, related, fix. Texts that there are none of are empty, numbers 0, fix null.
std::string render_json(const Diagnostics& diags, const Sources& sources);

// One workflow command a line.
std::string render_github(const Diagnostics& diags, const Sources& sources);

// What a log says of the code or rule of a finding.
struct RuleInfo {
  std::string id;       // "E202", "idle-gpus"
  std::string name;     // "unknown-field"
  std::string summary;  // a line
  std::string page;     // Markdown
  Level level = Level::error;
};

struct SarifRun {
  std::string version;  // of perfc
  std::string root;     // absolute folder that relative paths start from
  bool completed = true;
  std::function<RuleInfo(const Diagnostic&)> rule_of;
};

// A log of version 2.1.0 with one run.
std::string render_sarif(const Diagnostics& diags, const Sources& sources, const SarifRun& run);

// `path` as a URI reference: relative to `root` where it lies below, else absolute.
struct FileUri {
  std::string uri;
  bool relative = false;
};
FileUri file_uri(std::string_view path, std::string_view root);

}  // namespace perfc
