// Any bytes as a list of tests, as YAML and as text: read, its modes decided, never a crash. What is read must have
// places inside the text; a list without findings must read back from what is written of it, and the program of it must
// parse.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>

#include "compiler/emit/list_writer.hpp"
#include "compiler/import/list_file.hpp"
#include "compiler/import/list_line.hpp"
#include "compiler/import/list_source.hpp"
#include "compiler/import/test_mode.hpp"
#include "compiler/import/yaml.hpp"
#include "compiler/syntax/parse.hpp"

namespace {

class NoConfigurations : public perfc::Configurations {
 public:
  std::optional<Found> find(std::string_view name, perfc::Span at) override {
    (void)name;
    (void)at;
    return std::nullopt;
  }
};

void check_tests(const perfc::TestList& list, std::size_t size, perfc::Diagnostics& diags) {
  NoConfigurations configurations;
  for (const perfc::ListContext& context : list.contexts) {
    for (const perfc::ListBlock& block : context.blocks) {
      for (const perfc::ListedTest& test : block.tests) {
        if (test.span.begin > test.span.end || test.span.end > size) std::abort();
        const perfc::TestName name = perfc::read_test_name(test.id);
        const perfc::ModeDecision decision =
            perfc::decide_mode({list, context, block, test, name}, configurations, diags);
        if (decision.rule < 1 || decision.rule > 9 || decision.why.empty()) std::abort();
        (void)perfc::config_of_test(name, decision.mode, test.span, configurations);
      }
    }
  }
}

// All tests, one a line.
std::string tests_of(const perfc::TestList& list) { return perfc::write_list_text(list); }

void check_reads_back(const perfc::TestList& list, const std::string& path, const std::string& text) {
  perfc::Sources sources;
  perfc::Diagnostics diags;
  const auto again = perfc::read_test_list(sources, sources.add(path, text), diags);
  if (!again || tests_of(*again) != tests_of(list)) std::abort();
}

// Whether a text can hold the list: in an id a YAML list may have a '#', which there begins a comment, and the first
// line may look like YAML.
bool has_text(const perfc::TestList& list, const std::string& text) {
  if (text.empty() || text.starts_with("\xEF\xBB\xBF")) return false;
  for (const perfc::ListContext& context : list.contexts) {
    for (const perfc::ListBlock& block : context.blocks) {
      for (const perfc::ListedTest& test : block.tests) {
        if (perfc::comment_of(test.id) != std::string_view::npos) return false;
      }
    }
  }
  return perfc::kind_of_list("again.txt", text) == perfc::ListFile::text;
}

// Every test has this configuration.
class OneConfiguration : public perfc::Configurations {
 public:
  OneConfiguration() {
    sources_.add("one.yaml", "hardware: {gpus_per_node: 4}\nbenchmark: {mode: e2e}\n");
    root_ = perfc::read_yaml(sources_, 0, diags_);
  }
  std::optional<Found> find(std::string_view name, perfc::Span at) override {
    (void)at;
    return Found{std::string(name) + ".yaml", &*root_};
  }

 private:
  perfc::Sources sources_;
  perfc::Diagnostics diags_;
  std::optional<perfc::Document> root_;
};

// What is written of a list must parse.
void check_import(const perfc::TestList& list, const perfc::Sources& sources, perfc::FileId file) {
  OneConfiguration configurations;
  perfc::Diagnostics diags;
  const perfc::ListImport import{list, sources[file], configurations, nullptr, {}, {}};
  const std::function same = [](const std::string& path) { return path; };
  const std::string text = perfc::source_of_list(perfc::program_of_list(import, diags), import, same, diags);
  perfc::Sources written;
  perfc::Diagnostics found;
  (void)perfc::syntax::parse(written, written.add("fuzz.perf", text), found);
  if (diags.failed() || found.failed()) std::abort();
}

void check(const std::string& text, const std::string& path) {
  perfc::Sources sources;
  perfc::Diagnostics diags;
  const auto list = perfc::read_test_list(sources, sources.add(path, text), diags);
  for (const perfc::Diagnostic& found : diags.all()) {
    if (found.span.begin > found.span.end || found.span.end > text.size()) std::abort();
  }
  if (list.has_value() == diags.failed()) std::abort();
  if (!list) return;
  check_tests(*list, text.size(), diags);
  check_import(*list, sources, 0);
  check_reads_back(*list, "again.yml", perfc::write_list_yaml(*list));
  const std::string lines = tests_of(*list);
  if (has_text(*list, lines)) check_reads_back(*list, "again.txt", lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text, "fuzz.yml");
  check(text, "fuzz.txt");
  return 0;
}
