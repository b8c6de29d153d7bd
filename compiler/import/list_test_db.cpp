// Test-db lists: `version`, `metadata`, and contexts, each a list of blocks of condition and tests, or one such block.
#include <algorithm>
#include <array>
#include <string>

#include "compiler/diag/codes.hpp"
#include "compiler/import/config_tree.hpp"
#include "compiler/import/list_readers.hpp"

namespace perfc {
namespace {

constexpr std::array<std::string_view, 4> kOfBlock = {"condition", "tests", "test_type", "metadata"};
constexpr std::array<std::string_view, 2> kOfTestDb = {"version", "metadata"};
constexpr std::string_view kBlockExample = "write '- condition: {...}' and below it 'tests:' with a list of tests";

bool has_key(const Document& map, std::string_view key) { return map.find(key) != nullptr; }

ListBlock read_block(Document& map, const Source& source, Diagnostics& diags) {
  ListBlock block;
  block.span = map.span;
  bool has_tests = false;
  for (Document::Entry& entry : map.entries) {
    if (entry.key == "condition") {
      check_condition(entry.value, diags);
      block.condition = std::move(entry.value);
    } else if (entry.key == "tests") {
      has_tests = true;
      block.tests = read_yaml_tests(entry.value, entry.key, source, diags);
    } else {
      if (std::find(kOfBlock.begin(), kOfBlock.end(), entry.key) == kOfBlock.end()) {
        report_key(diags, entry, "a block", kOfBlock);
      }
      block.fields.push_back(std::move(entry));
    }
  }
  const bool metadata_alone = !block.condition && block.fields.size() == 1 && block.fields.front().key == "metadata";
  if (!has_tests && !metadata_alone) {
    const Span first = block.condition ? block.condition->span : block.span;
    diags.report(codes::list_no_tests, {first.file, first.begin, first.begin})
        .advise("write 'tests: []' where it is meant to have none");
  }
  return block;
}

ListContext read_context(Document::Entry& entry, const Source& source, Diagnostics& diags) {
  ListContext context{entry.key, {}, entry.key_span};
  Document& value = entry.value;
  if (value.kind == Document::Kind::mapping) context.blocks.push_back(read_block(value, source, diags));
  for (Document& item : value.items) {
    if (item.kind != Document::Kind::mapping) {
      diags.report(codes::list_kind, item.span, "a block", "a map with 'condition' and 'tests'", kind_of(item))
          .advise(std::string(kBlockExample));
      break;  // a list of tests in place of blocks would give an error a test
    }
    context.blocks.push_back(read_block(item, source, diags));
  }
  return context;
}

bool is_context(const Document& value) {
  if (value.kind == Document::Kind::mapping) return has_key(value, "tests") || has_key(value, "condition");
  return value.kind == Document::Kind::sequence || is_null(value);
}

}  // namespace

void read_test_db(Document& root, const Source& source, TestList& list, Diagnostics& diags) {
  const std::size_t before = diags.errors();
  for (Document::Entry& entry : root.entries) {
    const bool of_file = std::find(kOfTestDb.begin(), kOfTestDb.end(), entry.key) != kOfTestDb.end();
    if (!of_file && is_context(entry.value)) {
      list.contexts.push_back(read_context(entry, source, diags));
      continue;
    }
    if (!of_file) report_key(diags, entry, "a list of tests", kOfTestDb);
    list.sections.push_back(std::move(entry));
  }
  if (list.contexts.empty() && diags.errors() == before) report_no_list(root, diags);
}

}  // namespace perfc
