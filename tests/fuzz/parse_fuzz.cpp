// Any bytes must give a tree or errors whose places lie in the text, never a crash.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/diag/edits.hpp"
#include "compiler/syntax/parse.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perfc::Sources sources;
  const perfc::FileId file = sources.add("fuzz.perf", std::string(data, data + size));
  perfc::Diagnostics diags;
  const perfc::syntax::Tree tree = perfc::syntax::parse(sources, file, diags);
  for (const perfc::Diagnostic& found : diags.all()) {
    if (!found.span.known() || found.span.begin > found.span.end || found.span.end > size) std::abort();
    if (found.message.empty()) std::abort();
    for (const perfc::Related& related : found.related) {
      if (related.span.begin > related.span.end || related.span.end > size) std::abort();
    }
    if (found.fix && !perfc::changes_of(*found.fix, sources)) std::abort();
  }
  for (std::size_t i = 1; i < tree.comments.size(); ++i) {
    if (tree.comments[i - 1].span.end > tree.comments[i].span.begin) std::abort();
  }
  for (const perfc::syntax::Declaration* declaration : tree.declarations) {
    if (declaration->span.begin >= declaration->span.end || declaration->span.end > size) std::abort();
  }
  return 0;
}
