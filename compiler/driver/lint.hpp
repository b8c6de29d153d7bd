// Lint rules as commands run them: which, how strictly, and where perfc.toml is found.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/driver/command.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/lint/levels.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc::driver {

struct LintOptions {
  enum class Scope : unsigned char { none, errors, all };
  Scope scope = Scope::none;
  std::vector<std::pair<const lint::Rule*, lint::Strictness>> rules;  // of the command line
};

// -W, -F and -A. Throws UsageError.
LintOptions lint_options(const Arguments& arguments);

// The levels of this run: perfc.toml in the folders of `paths`, then the command line. One that is there but that the
// machine does not let us read is reported, and sets `machine_failed`.
lint::Levels lint_levels(const LintOptions& options, std::span<const std::string> paths, Files& files, Sources& sources,
                         Diagnostics& diags, bool& machine_failed);

}  // namespace perfc::driver
