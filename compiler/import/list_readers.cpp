// What the readers of YAML lists have in common.
#include "compiler/import/list_readers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "compiler/base/configuration_keys.hpp"
#include "compiler/base/edit_distance.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_tree.hpp"
#include "compiler/import/list_line.hpp"

namespace perfc {
namespace {

// The mark in a comment that follows an item on its line.
std::optional<Mode> mark_behind(Span item, const Source& source, Diagnostics& diags) {
  const std::string_view text = source.text;
  const std::size_t begin = text.find_first_not_of(" \t", item.end);
  if (begin == std::string_view::npos || begin == item.end || text[begin] != '#') return std::nullopt;
  const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
  const Span place{item.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  return read_mark(text.substr(begin, end - begin), place, diags);
}

}  // namespace

void report_key(Diagnostics& diags, const Document::Entry& entry, std::string_view where,
                std::span<const std::string_view> known) {
  const std::string_view meant = nearest(entry.key, known);
  if (!meant.empty()) {
    diags.report(codes::list_key, entry.key_span, entry.key, where)
        .advise("did you mean '" + std::string(meant) + "'?");
    return;
  }
  std::string all;
  for (const std::string_view each : known) (all += all.empty() ? "" : ", ") += each;
  diags.report(codes::list_foreign_key, entry.key_span, entry.key, where).advise("known are " + all);
}

void report_no_list(const Document& root, Diagnostics& diags) {
  Diagnostic& found =
      diags.report(codes::list_is_none, root.entries.empty() ? root.span : root.entries.front().key_span);
  for (const Document::Entry& entry : root.entries) {
    const std::string_view meant = nearest(entry.key, kConfigurationMarks);
    if (!meant.empty()) found.advise(fmt::format("is '{}' meant to be '{}'?", entry.key, meant));
  }
  found
      .advise(
          "a test-db list has a section with blocks of 'condition' and 'tests', a grouped list one such as "
          "'single_agg_tests'")
      .advise("a configuration has 'server_configs' (aggregated), or 'worker_config' and 'hardware' (disaggregated)");
}

std::vector<ListedTest> read_yaml_tests(const Document& tests, std::string_view what, const Source& source,
                                        Diagnostics& diags) {
  std::vector<ListedTest> result;
  if (is_null(tests)) return result;
  if (tests.kind != Document::Kind::sequence) {
    diags.report(codes::list_kind, tests.span, "'" + std::string(what) + "'", "a list of tests", kind_of(tests))
        .advise("write each test behind a '-' on a line of its own");
    return result;
  }
  result.reserve(tests.items.size());
  for (const Document& item : tests.items) {
    if (string_of(&item) == nullptr) {
      const bool map = item.kind == Document::Kind::mapping;
      diags.report(codes::list_kind, item.span, "a test", "a text", kind_of(item))
          .advise(map ? "put the test into quotes: it holds ': '" : "write a pytest id");
      continue;
    }
    std::optional<ListedTest> test = read_list_line(item, diags);
    if (!test) continue;
    test->mark = mark_behind(item.span, source, diags);
    result.push_back(std::move(*test));
  }
  return result;
}

}  // namespace perfc
