// Test-db lists: `version`, `metadata`, and contexts, each a list of blocks of condition and tests, or one such block.
#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "compiler/base/edit_distance.hpp"
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

bool is_near_block(const Document& map) {
  return map.entries.empty() || std::any_of(map.entries.begin(), map.entries.end(), [](const Document::Entry& entry) {
           return !nearest(entry.key, kOfBlock).empty();
         });
}

// Other YAML has lists and maps too, but none that is empty, holds texts, or has a key of a block or nearly so.
bool is_near_context(const Document& value) {
  if (value.kind == Document::Kind::mapping) return is_near_block(value);
  if (value.kind != Document::Kind::sequence) return is_null(value);
  return value.items.empty() || std::any_of(value.items.begin(), value.items.end(), [](const Document& item) {
           return item.kind == Document::Kind::mapping ? is_near_block(item) : string_of(&item) != nullptr;
         });
}

bool is_of_file(std::string_view key) { return std::find(kOfTestDb.begin(), kOfTestDb.end(), key) != kOfTestDb.end(); }

// The first list of a block that is not called 'tests', where no block has those: its tests would be lost.
const Document::Entry* tests_elsewhere(const Document& root) {
  const Document::Entry* found = nullptr;
  for (const Document::Entry& context : root.entries) {
    if (is_of_file(context.key)) continue;
    const bool one = context.value.kind == Document::Kind::mapping;
    for (const Document& block : one ? std::span(&context.value, 1) : std::span(context.value.items)) {
      if (has_key(block, "tests")) return nullptr;
      for (const Document::Entry& field : block.entries) {
        const bool other = nearest(field.key, kOfBlock).empty() && field.value.kind == Document::Kind::sequence;
        if (other && found == nullptr) found = &field;
      }
    }
  }
  return found;
}

}  // namespace

// Judged key by key other YAML would give a warning each. What is no map may be a context that lacks its name.
bool is_no_test_db(const Document& root) {
  if (root.kind != Document::Kind::mapping) return !is_near_context(root);
  return std::none_of(root.entries.begin(), root.entries.end(), [](const Document::Entry& entry) {
    return !is_of_file(entry.key) && (!nearest(entry.key, kOfTestDb).empty() || is_near_context(entry.value));
  });
}

void read_test_db(Document& root, const Source& source, TestList& list, Diagnostics& diags) {
  if (is_no_test_db(root)) return report_no_list(root, diags);
  if (const Document::Entry* meant = tests_elsewhere(root); meant != nullptr) {
    diags.report(codes::list_is_none, meant->key_span)
        .advise("no block has 'tests'; is '" + meant->key + "' meant to be that?");
    return;
  }
  const std::size_t before = diags.errors();
  for (Document::Entry& entry : root.entries) {
    const bool of_file = is_of_file(entry.key);
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
