#include "compiler/emit/list_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "compiler/emit/config_printer.hpp"

namespace perfc {
namespace {

// `tests:` and its lines, each with the mark behind it, which no YAML printer writes: an item is one line, as no test
// holds a line break.
std::string tests_lines(const std::string& key, const std::vector<ListedTest>& tests) {
  std::vector<Document> items;
  items.reserve(tests.size());
  for (const ListedTest& test : tests) items.push_back(text_document(to_string(test)));
  const std::string text = print_yaml(std::vector{document_entry(key, list_document(std::move(items)))});
  std::string marked;
  std::size_t at = 0;
  for (std::size_t line = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    marked.append(text, at, end - at);
    if (line > 0 && line <= tests.size() && tests[line - 1].mark) {
      marked += fmt::format("  # mode:{}", to_string(*tests[line - 1].mark));
    }
    marked += '\n';
    at = end + 1;
  }
  return marked;
}

// The lines of a map as an item of a list: moved right, with a '-' in front of the first.
void append_item(std::string& out, std::string_view lines) {
  for (bool first = true; !lines.empty(); first = false) {
    const std::size_t end = std::min(lines.find('\n'), lines.size() - 1) + 1;
    if (lines[0] != '\n') out += first ? "  - " : "    ";
    out += lines.substr(0, end);
    lines.remove_prefix(end);
  }
}

std::string block_lines(const ListBlock& block) {
  std::vector<Document::Entry> entries;
  if (block.condition) entries.push_back(document_entry("condition", *block.condition));
  entries.insert(entries.end(), block.fields.begin(), block.fields.end());
  return (entries.empty() ? std::string() : print_yaml(entries)) + tests_lines("tests", block.tests);
}

std::string context_lines(const ListContext& context) {
  std::string out = print_yaml(std::vector{document_entry(context.name, list_document({}))});  // "name: []"
  if (context.blocks.empty()) return out;
  out.resize(out.rfind('[') - 1);
  out += '\n';
  for (const ListBlock& block : context.blocks) append_item(out, block_lines(block));
  return out;
}

}  // namespace

std::string write_list_yaml(const TestList& list) {
  std::string out = list.sections.empty() ? std::string() : print_yaml(list.sections);
  for (const ListContext& context : list.contexts) {
    const bool group = list.format == ListFormat::grouped;
    out += group ? tests_lines(context.name, context.blocks.front().tests) : context_lines(context);
  }
  return out;
}

std::string write_list_text(const TestList& list) {
  std::string out;
  for (const ListContext& context : list.contexts) {
    for (const ListBlock& block : context.blocks) {
      for (const ListedTest& test : block.tests) {
        out += to_string(test);
        if (test.mark) out += fmt::format("  # mode:{}", to_string(*test.mark));
        out += '\n';
      }
    }
  }
  return out;
}

}  // namespace perfc
