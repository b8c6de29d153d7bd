// Diagnostics for people. One function makes every line, so that editors and CI that read `file:line:column:` can rely
// on it:
//
//   suite.perf:12:3: error[E204]: topology has no field 'cttx'
//      12 |   cttx 1 : dep(4) {
//         |   ^^^^
//   help: did you mean 'ctx'?
//   suite.perf:10:10: note: in this topology
//      10 | topology r1 {
//         |          --
//   1 error
#pragma once

#include <cstddef>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

struct TextOptions {
  bool color = false;
  std::size_t limit = 50;     // findings shown of each level; 0: all, each at its place
  std::size_t columns = 200;  // a longer source line is cut around the place
  bool summary = true;        // "2 errors, 1 warning" as the last line
};

// In the order of ordered(). Where not all are shown, those of one cause are one. Empty when there are none.
std::string render_text(const Diagnostics& diags, const Sources& sources, const TextOptions& options = {});
// Its last line alone: "2 errors, 1 warning"; empty when there are neither.
std::string summary_of(const Diagnostics& diags);

}  // namespace perfc
