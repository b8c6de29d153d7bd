// Any bytes as a cluster file: imported or refused, never a crash. What is written must parse.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/import/foreign.hpp"
#include "compiler/syntax/parse.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perfc::Sources sources;
  perfc::Diagnostics diags;
  const perfc::FileId file = sources.add("fuzz.conf", std::string(reinterpret_cast<const char*>(data), size));
  const auto program = perfc::import_file(sources, file, diags);
  for (const perfc::Diagnostic& found : diags.all()) {
    if (found.span.begin > found.span.end || found.span.end > size) std::abort();
  }
  if (program.has_value() == diags.failed()) std::abort();
  if (!program) return 0;
  perfc::Diagnostics again;
  (void)perfc::syntax::parse(sources, sources.add("fuzz.perf", *program), again);
  if (again.failed()) std::abort();
  return 0;
}
