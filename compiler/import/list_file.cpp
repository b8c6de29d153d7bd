#include "compiler/import/list_file.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "compiler/base/ascii.hpp"
#include "compiler/base/configuration_keys.hpp"
#include "compiler/base/edit_distance.hpp"
#include "compiler/base/file_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_tree.hpp"
#include "compiler/import/list_readers.hpp"
#include "compiler/import/text_input.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc {
namespace {

// Of grouped lists, beside the groups.
constexpr std::array<std::string_view, 1> kSettings = {"execution_config"};

// That is neither empty nor a comment.
std::string_view first_line(std::string_view text) {
  for (TextLines lines(text); !lines.done();) {
    const std::string_view line = trimmed(lines.next());
    if (!line.empty() && line.front() != '#') return line;
  }
  return {};
}

// `key:` or `key: value`, a document's start, or a map in brackets.
bool begins_yaml(std::string_view line) {
  if (line.starts_with("---") || line.starts_with("%YAML") || line.starts_with('{')) return true;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || (colon + 1 < line.size() && line[colon + 1] != ' ')) return false;
  return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return is_word_character(c) || c == '-' || c == '.' || is_quote(c); });
}

// `use std.gb200`, `suite nightly on lab {`: two words; what follows a test is in capitals or begins with '-'.
bool begins_program(std::string_view line) {
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || !is_identifier(line.substr(0, blank))) return false;
  const std::size_t next = line.find_first_not_of(' ', blank);
  return (line[next] >= 'a' && line[next] <= 'z') || line[next] == '"';
}

bool is_configuration(const Document& root) {
  return std::ranges::any_of(kConfigurationMarks, [&](std::string_view key) { return root.find(key) != nullptr; });
}

// A group holds tests; a section of a test-db list holds blocks, whatever it is called.
bool is_grouped(const Document& root) {
  return std::any_of(root.entries.begin(), root.entries.end(), [](const Document::Entry& entry) {
    if (entry.key == kSettings.front()) return true;
    const Document& value = entry.value;
    const bool blocks = value.kind == Document::Kind::mapping ||
                        (!value.items.empty() && value.items.front().kind == Document::Kind::mapping);
    return mode_of_group(entry.key).has_value() && !blocks;
  });
}

void read_yaml_list(const Sources& sources, FileId file, TestList& list, Diagnostics& diags) {
  std::optional<Document> root = read_yaml(sources, file, diags);
  if (!root) return;
  if (root->kind != Document::Kind::mapping) {
    diags.report(codes::list_kind, root->span, "a list of tests in YAML", "a map", kind_of(*root))
        .advise("write the name of the list, ':', and below it blocks of 'condition' and 'tests'");
  } else if (is_configuration(*root)) {
    diags.report(codes::list_is_configuration, root->span.known() ? root->entries.front().key_span : root->span)
        .advise("give the list that names it; --configs says where configurations lie");
  } else if (is_grouped(*root)) {
    list.format = ListFormat::grouped;
    read_grouped_list(*root, sources[file], list, diags);
  } else {
    list.format = ListFormat::test_db;
    read_test_db(*root, sources[file], list, diags);
  }
}

}  // namespace

ListFile kind_of_list(std::string_view path, std::string_view text) {
  const std::string suffix = lower_suffix(path);
  if (suffix == ".perf") return ListFile::program;
  if (suffix == ".yml" || suffix == ".yaml") return ListFile::yaml;
  const std::string_view line = first_line(text);
  if (begins_yaml(line)) return ListFile::yaml;
  return suffix != ".txt" && begins_program(line) ? ListFile::program : ListFile::text;
}

bool is_other_yaml(const Document& root) {
  return is_no_test_db(root) && std::ranges::none_of(root.entries, [](const Document::Entry& entry) {
           return !nearest(entry.key, kConfigurationMarks).empty() || !nearest(entry.key, kSettings).empty() ||
                  mode_of_group(entry.key).has_value();
         });
}

std::optional<TestList> read_test_list(const Sources& sources, FileId file, Diagnostics& diags) {
  const Source& source = sources[file];
  const std::size_t errors = diags.errors();
  TestList list;
  list.name = file_stem(source.path);
  list.folder = folder_name(source.path);
  if (kind_of_list(source.path, source.text) == ListFile::yaml) {
    read_yaml_list(sources, file, list, diags);
  } else {
    list.format = ListFormat::text;
    read_text_list(source, file, list, diags);
  }
  return diags.errors() == errors ? std::optional(std::move(list)) : std::nullopt;
}

}  // namespace perfc
