#include "compiler/driver/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "compiler/diag/codes.hpp"
#include "compiler/driver/filesystem.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kEveryRule = "all";

struct Letter {
  std::string_view option;
  lint::Strictness strictness;
};
constexpr std::array<Letter, 3> kLetters = {
    {{"warn", lint::Strictness::warning}, {"forbid", lint::Strictness::forbid}, {"allow", lint::Strictness::off}}};

}  // namespace

LintOptions lint_options(const Arguments& arguments) {
  LintOptions options;
  options.scope = LintOptions::Scope::all;
  std::set<std::string> given;
  // What is said of all rules comes first, so that what is said of one stands.
  for (const bool every : {true, false}) {
    for (const Letter& letter : kLetters) {
      for (const std::string& name : arguments.values(letter.option)) {
        if ((name == kEveryRule) != every) continue;
        if (!given.insert(name).second) throw UsageError{fmt::format("rule '{}' is given twice", name), {}};
        const lint::Rule* rule = lint::find_rule(name);
        if (!every && rule == nullptr) {
          throw UsageError{fmt::format("there is no lint rule '{}'", name), {lint::rule_help(name)}};
        }
        for (const lint::Rule* each : lint::all_rules()) {
          if (every || each == rule) options.rules.emplace_back(each, letter.strictness);
        }
      }
    }
  }
  return options;
}

lint::Levels lint_levels(const LintOptions& options, std::span<const std::string> paths, Files& files, Sources& sources,
                         Diagnostics& diags, bool& machine_failed) {
  lint::Levels levels;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    const std::string beside_it = beside(path, "perfc.toml");
    FileText read = files.read(beside_it);
    if (read.error == ENOENT || read.error == ENOTDIR || !seen.insert(read.identity).second) continue;
    if (read.error != 0) {
      diags.report(codes::cannot_read, Span{}, beside_it, reason_text(read.error));
      machine_failed = true;
      continue;
    }
    const FileId file = sources.add(beside_it, std::move(read.text));
    if (read.too_large != 0) {
      diags.report(codes::too_large, Span{file, 0, 0}, mebibytes(read.too_large));
    } else {
      lint::read_levels(sources, file, levels, diags);
    }
  }
  for (const auto& [rule, strictness] : options.rules) levels.set(*rule, strictness);
  if (options.scope == LintOptions::Scope::errors) levels.errors_only();
  return levels;
}

}  // namespace perfc::driver
