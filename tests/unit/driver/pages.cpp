// The pages of `perfc explain`: every code has one, and its examples do what they say.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "compiler/base/embedded.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/diag/explain.hpp"
#include "compiler/diag/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/config_folders.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/driver/list_view.hpp"
#include "compiler/import/foreign.hpp"
#include "compiler/import/list_file.hpp"
#include "compiler/import/list_source.hpp"
#include "compiler/lint/rule.hpp"

using namespace perfc;
using namespace perfc::driver;

namespace {

// What an example gives.
struct Findings {
  std::vector<std::string> codes;
  std::string text;
  bool failed = false;
};

Findings findings(const Diagnostics& diags, const Sources& sources) {
  Findings result{{}, render_text(diags, sources), diags.failed()};
  for (const Diagnostic& found : diags.all()) result.codes.emplace_back(found.code.empty() ? found.rule : found.code);
  return result;
}

Findings of_program(MemoryFiles& files, const std::string& name, std::string_view example) {
  CompileOptions options;
  options.files = {name};
  options.lint.scope = LintOptions::Scope::all;
  // A line `# options: -D name=value ...` says what the command line adds.
  constexpr std::string_view kOptions = "# options: ";
  if (example.starts_with(kOptions)) {
    std::istringstream words(std::string(example.substr(kOptions.size(), example.find('\n') - kOptions.size())));
    for (std::string word; words >> word;) {
      const std::size_t equals = word.find('=');
      if (word.starts_with("--nodes=")) {
        options.nodes = std::stoll(word.substr(equals + 1));
      } else if (equals != std::string::npos)
        options.definitions.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
  }
  const auto compilation = compile(files, options);
  return findings(compilation->diags, compilation->sources);
}

// Configurations among the files of an example.
class ExampleConfigurations : public Configurations {
 public:
  explicit ExampleConfigurations(MemoryFiles& files, ConfigStore& store) : files_(files), store_(store) {}
  std::optional<Found> find(std::string_view name, Span at) override {
    const std::string path = std::string(name) + ".yaml";
    const Document* const root = files_.files.contains(path) ? store_.read(path, at) : nullptr;
    return root == nullptr ? std::nullopt : std::optional(Found{path, root});
  }

 private:
  MemoryFiles& files_;
  ConfigStore& store_;
};

Findings of_list(MemoryFiles& files, const std::string& name) {
  Sources sources;
  Diagnostics diags;
  ConfigStore store(files, sources, diags);
  ExampleConfigurations configurations(files, store);
  const FileId file = sources.add(name, files.files[name]);
  if (auto list = read_test_list(sources, file, diags)) {
    const ListImport import{*list, sources[file], configurations, nullptr, {}, {}};
    const std::function same = [](const std::string& path) { return path; };
    (void)source_of_list(program_of_list(import, diags), import, same, diags);
    (void)view_of_list(std::move(*list), sources[file], configurations, diags);
  }
  return findings(diags, sources);
}

Findings of_import(MemoryFiles& files, const std::string& name) {
  Sources sources;
  Diagnostics diags;
  (void)import_file(sources, sources.add(name, files.files[name]), diags);
  return findings(diags, sources);
}

// The first file of an example is what the command is given: a program, a cluster file, or a list of tests.
Findings run_example(std::string_view example) {
  MemoryFiles files;
  const auto parts = example_files(example);
  for (const auto& [name, text] : parts) files.files[name] = text;
  const std::string& name = parts.front().first;
  if (name.ends_with(".conf")) return of_import(files, name);
  return name.ends_with(".perf") ? of_program(files, name, example) : of_list(files, name);
}

bool gives(const Findings& found, std::string_view code) {
  return std::find(found.codes.begin(), found.codes.end(), code) != found.codes.end();
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
    const Findings found = run_example(page->fails);
    CAPTURE(found.text);
    CHECK(gives(found, info.code));
  }
}

TEST_CASE("the mended example of a page is without errors") {
  for (const CodeInfo& info : catalogue()) {
    const auto page = explain(info.code);
    if (!page || page->outside) continue;
    CAPTURE(info.code);
    const Findings found = run_example(page->mended);
    CAPTURE(found.text);
    CHECK_FALSE(found.failed);
    CHECK_FALSE(gives(found, info.code));
  }
}

TEST_CASE("the example of a lint rule's page gives its finding, and mended gives none") {
  for (const lint::Rule* rule : lint::all_rules()) {
    CAPTURE(rule->name);
    const std::string text = lint::rule_page(*rule);
    const ExplainPage page = read_page(text);
    CHECK(page.code == rule->name);
    CHECK(page.title == rule->summary);
    REQUIRE_FALSE(page.fails.empty());
    const Findings fails = run_example(page.fails);
    CAPTURE(fails.text);
    CHECK(gives(fails, rule->name));
    const Findings mended = run_example(page.mended);
    CAPTURE(mended.text);
    CHECK_FALSE(mended.failed);
    CHECK_FALSE(gives(mended, rule->name));
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
