// What parses must be laid out, and then say the same, with the same comments in the same order; laid out again it must
// be itself.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "compiler/syntax/layout.hpp"
#include "compiler/syntax/parse.hpp"
#include "compiler/syntax/same_tree.hpp"

namespace {

[[noreturn]] void fail(const char* what, const std::string& made) {
  std::fprintf(stderr, "%s:\n%s<end>\n", what, made.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perfc::Sources sources;
  perfc::Diagnostics diags;
  const perfc::FileId file = sources.add("fuzz.perf", std::string(data, data + size));
  const perfc::syntax::Tree before = perfc::syntax::parse(sources, file, diags);
  if (diags.failed()) return 0;
  const std::string made = perfc::syntax::layout(sources[file].text);
  const perfc::FileId laid_out = sources.add("made.perf", made);
  const perfc::syntax::Tree after = perfc::syntax::parse(sources, laid_out, diags);
  if (diags.failed()) fail("the layout has errors", made);
  if (!perfc::syntax::same_tree(before, after)) fail("the layout says something else", made);
  if (!perfc::syntax::same_spelling(sources[file].text, made)) fail("words or comments differ", made);
  const std::string again = perfc::syntax::layout(made);
  if (again != made) fail("laid out again it differs", made + "<again>\n" + again);
  return 0;
}
