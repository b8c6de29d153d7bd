#include "tests/unit/check/fixture.hpp"

#include <fmt/format.h>

#include <utility>

#include "compiler/base/embedded.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::test {

const syntax::Tree& Workbench::parsed(std::string name, std::string text) {
  const FileId file = sources_.add(std::move(name), std::move(text));
  return trees_.emplace_back(syntax::parse(sources_, file, diags_));
}

Workbench& Workbench::file(std::string name, std::string text) {
  files_.emplace(std::move(name), std::move(text));
  return *this;
}

Workbench& Workbench::define(std::string name, std::string text) {
  CheckInput::Definition definition;
  definition.name = name;
  definition.text = text;
  const syntax::Tree& tree = parsed("-D " + name, "let " + name + " = " + text);
  if (!tree.declarations.empty()) {
    definition.value = tree.declarations.front()->value;
    definition.span = tree.declarations.front()->name_span;
  }
  definitions_.push_back(definition);
  return *this;
}

const Program& Workbench::check(std::string text) {
  CheckInput input;
  input.files = {&parsed("main.perf", std::move(text))};
  input.definitions = definitions_;
  program_ = check_program(sources_, input, *this, diags_);
  return *program_;
}

std::string Workbench::findings() const {
  std::string out;
  const auto place = [this](Span span) {
    if (!span.known()) return std::string("-");
    const Position at = sources_.position(span.file, span.begin);
    const std::string& path = sources_[span.file].path;
    return fmt::format("{}{}:{}", path == "main.perf" ? "" : path + ":", at.line, at.column);
  };
  for (const Diagnostic& diagnostic : diags_.all()) {
    out += fmt::format("{} {} {}\n", place(diagnostic.span), diagnostic.code, diagnostic.message);
    for (const Related& related : diagnostic.related)
      out += fmt::format("  {} {}\n", place(related.span), related.text);
    for (const std::string& help : diagnostic.help) out += fmt::format("  help: {}\n", help);
  }
  return out;
}

const Imports::Module* Workbench::module(std::string_view name, bool quoted, FileId) {
  const std::string key(name);
  if (const auto known = modules_.find(key); known != modules_.end()) return &known->second;
  Module made;
  made.key = key;
  if (quoted) {
    const auto found = files_.find(key);
    if (found == files_.end()) return nullptr;
    made.trees.push_back(&parsed(key, found->second));
  } else {
    const std::string stem = "stdlib/" + key.substr(key.find('.') + 1);
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path == stem + ".perf" || file.path.substr(0, stem.size() + 1) == stem + "/") {
        made.trees.push_back(&parsed(std::string(file.path), std::string(file.text)));
      }
    }
    if (made.trees.empty()) return nullptr;
  }
  return &modules_.emplace(key, std::move(made)).first->second;
}

std::vector<std::string_view> Workbench::standard_modules() { return {"std.gb200", "std.trtllm"}; }

const syntax::Declaration* Workbench::configuration(std::string_view, std::string_view, FileId, Span) {
  return nullptr;
}

std::shared_ptr<const Document> Workbench::document(std::string_view path, FileId, Span) {
  // One run of nothing, at concurrency 1, with one metric.
  return path != "base.json"
             ? nullptr
             : std::make_shared<const Document>(map_document({document_entry(
                   "runs", list_document({map_document({document_entry(
                               "metrics", map_document({document_entry("mean_itl", scalar_document("20"))}))})}))}));
}

std::optional<Value> Workbench::yaml_value(std::string_view, FileId, Span) { return std::nullopt; }

std::string findings(std::string text) {
  Workbench bench;
  bench.check(std::move(text));
  return bench.findings();
}

}  // namespace perfc::test
