// What a reader of one file has found, as a text to compare with.
#pragma once

#include <fmt/format.h>

#include <string>

#include "compiler/diag/diagnostic.hpp"

namespace perfc::test {

enum class Help { left_out, shown };

// "line:column code message" of every finding in the first of `sources`, its help in lines "  help: ..." behind it.
inline std::string findings_of(const Sources& sources, const Diagnostics& diags, Help help = Help::left_out) {
  std::string all;
  for (const Diagnostic& found : diags.all()) {
    const Position at = sources.position(0, found.span.begin);
    all += fmt::format("{}:{} {} {}\n", at.line, at.column, found.code, found.message);
    if (help == Help::left_out) continue;
    for (const std::string& line : found.help) all += "  help: " + line + "\n";
  }
  return all;
}

}  // namespace perfc::test
