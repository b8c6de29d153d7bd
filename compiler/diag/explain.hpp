// The pages behind the codes: compiler/diag/explain/<code>.md, carried in the program.
//
//   # E204: title
//   reason ...
//   ## Example that fails        a ```perf block that gives this code
//   ## Mended                    a ```perf block without errors
//
// A code that no program can show has `## When it happens` instead. An example of several files begins each with a line
// `# file: name`; the first is the one to compile, or a list of tests to read. `# options: -D name=value` as the first
// line says what the command adds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perfc {

struct ExplainPage {
  std::string_view code;
  std::string_view title;
  std::string_view text;   // the whole page
  std::string_view fails;  // text of the block below "## Example that fails"; empty when there is none
  std::string_view mended;
  bool outside = false;  // has "## When it happens"
};

// Nothing for a code without a page. Case does not count.
std::optional<ExplainPage> explain(std::string_view code);
// The parts of a page; `text` must outlive them.
ExplainPage read_page(std::string_view text);
// Name and text of each file of an example; one that names no file is "example.perf".
std::vector<std::pair<std::string, std::string>> example_files(std::string_view block);

}  // namespace perfc
