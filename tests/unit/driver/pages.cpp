// The pages of `perfc explain`: every code has one, and its examples do what they say.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "compiler/base/embedded.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/diag/explain.hpp"
#include "compiler/diag/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/files.hpp"

using namespace perfc;
using namespace perfc::driver;

namespace {

std::unique_ptr<Compilation> compiled(MemoryFiles& files, std::string_view example) {
  CompileOptions options;
  for (const auto& [name, text] : example_files(example)) {
    if (options.files.empty()) options.files.push_back(name);
    files.files[name] = text;
  }
  // A line `# options: -D name=value ...` says what the command line adds.
  constexpr std::string_view kOptions = "# options: ";
  if (example.starts_with(kOptions)) {
    std::istringstream words(std::string(example.substr(kOptions.size(), example.find('\n') - kOptions.size())));
    for (std::string word; words >> word;) {
      const std::size_t equals = word.find('=');
      if (equals != std::string::npos)
        options.definitions.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
  }
  return compile(files, options);
}

bool gives(const Diagnostics& diags, std::string_view code) {
  return std::any_of(diags.all().begin(), diags.all().end(),
                     [&](const Diagnostic& found) { return found.code == code; });
}

}  // namespace

TEST_CASE("every code has a page") {
  for (const CodeInfo& info : catalogue()) {
    CAPTURE(info.code);
    const auto page = explain(info.code);
    CHECK(page.has_value());
    if (!page) continue;
    CHECK(page->code == info.code);
    CHECK_FALSE(page->title.empty());
    // Either a program shows it, or the page says when it happens.
    CHECK(page->outside == page->fails.empty());
    CHECK(page->outside == page->mended.empty());
  }
}

TEST_CASE("the example of a page gives its code") {
  for (const CodeInfo& info : catalogue()) {
    const auto page = explain(info.code);
    if (!page || page->outside) continue;
    CAPTURE(info.code);
    MemoryFiles files;
    const auto compilation = compiled(files, page->fails);
    const std::string findings = render_text(compilation->diags, compilation->sources);
    CAPTURE(findings);
    CHECK(gives(compilation->diags, info.code));
  }
}

TEST_CASE("the mended example of a page is without errors") {
  for (const CodeInfo& info : catalogue()) {
    const auto page = explain(info.code);
    if (!page || page->outside) continue;
    CAPTURE(info.code);
    MemoryFiles files;
    const auto compilation = compiled(files, page->mended);
    const std::string findings = render_text(compilation->diags, compilation->sources);
    CAPTURE(findings);
    CHECK_FALSE(compilation->diags.failed());
    CHECK_FALSE(gives(compilation->diags, info.code));
  }
}

TEST_CASE("no page is left over from a code that is gone") {
  constexpr std::string_view kFolder = "compiler/diag/explain/";
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(kFolder)) continue;
    CAPTURE(file.path);
    const std::string_view code = file.path.substr(kFolder.size(), 4);
    CHECK(std::any_of(catalogue().begin(), catalogue().end(), [&](const CodeInfo& info) { return info.code == code; }));
  }
}
