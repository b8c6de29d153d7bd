// Any bytes as a program, through all that `perfc build` does with it: findings whose places lie in their files, or
// scripts; never a crash. Standard library and lint rules take part.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/diag/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/emit/artefacts.hpp"

namespace {

constexpr const char* kPath = "fuzz.perf";

void check_span(const perfc::Sources& sources, perfc::Span span) {
  if (!span.known()) return;
  if (span.begin > span.end || span.end > sources[span.file].text.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perfc::driver::MemoryFiles files;
  files.files[kPath] = std::string(data, data + size);
  perfc::driver::CompileOptions options;
  options.files = {kPath};
  options.lint.scope = perfc::driver::LintOptions::Scope::all;
  const auto compilation = perfc::driver::compile(files, options);
  for (const perfc::Diagnostic& found : compilation->diags.all()) {
    if (found.message.empty() || (found.code.empty() && found.rule.empty())) std::abort();
    check_span(compilation->sources, found.span);
    for (const perfc::Related& related : found.related) check_span(compilation->sources, related.span);
  }
  if (!compilation->diags.all().empty() && perfc::render_text(compilation->diags, compilation->sources).empty())
    std::abort();
  if (compilation->diags.failed()) return 0;
  for (const perfc::SuitePlan& suite : compilation->plans) {
    const perfc::TestArtefacts artefacts(suite);
    for (const perfc::TestPlan& test : suite.tests) {
      for (const perfc::Artefact& file : artefacts.of(test)) {
        if (file.text.empty()) std::abort();
      }
    }
  }
  return 0;
}
