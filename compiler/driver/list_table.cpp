// Lists for people.
#include <fmt/format.h>

#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/list_view.hpp"
#include "compiler/driver/table.hpp"

namespace perfc::driver {
namespace {

std::string value_text(const Document& value) {
  if (value.kind == Document::Kind::scalar) return value.text.empty() ? "null" : value.text;
  std::string text;
  for (const Document& item : value.items) text += (text.empty() ? "" : ", ") + value_text(item);
  const Document* const least = value.find("gte");
  const Document* const most = value.find("lte");
  if (least != nullptr && most != nullptr && value.entries.size() == 2) {
    return least->text == most->text ? least->text : fmt::format("{} to {}", least->text, most->text);
  }
  for (const Document::Entry& entry : value.entries) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", entry.key, value_text(entry.value));
  }
  return text;
}

// "system_gpu_count 4 to 8; gpu *gb200*; stage post_merge"
std::string condition_text(const ListBlock& block) {
  std::string text;
  const auto add = [&](const Document::Entry& entry) {
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", entry.key, value_text(entry.value));
  };
  if (block.condition) {
    for (const Document::Entry& kind : block.condition->entries) {
      for (const Document::Entry& entry : kind.value.entries) add(entry);
      if (kind.value.kind != Document::Kind::mapping) add(kind);
    }
  }
  for (const Document::Entry& field : block.fields) add(field);
  return text;
}

std::string time_text(const ListEntry& entry) {
  const std::string time =
      entry.timeout_s % 60 == 0 ? fmt::format("{} min", entry.timeout_s / 60) : fmt::format("{} s", entry.timeout_s);
  return entry.timeout_from == "default" ? fmt::format("({})", time) : time;
}

std::string marks(const ListedTest& test) {
  std::string text;
  for (const TestSuffix& suffix : test.suffixes) {
    if (suffix.kind != TestSuffix::Kind::timeout) text += (text.empty() ? "" : ", ") + to_string(suffix);
  }
  return text;
}

TableRow row_of(const ListEntry& entry, bool why) {
  const bool whole = !entry.name.performance || entry.name.id.empty();
  TableRow row = {"  " + displayed(whole ? std::string_view(entry.test->id) : entry.name.id),
                  std::string(to_string(entry.decision.mode)), time_text(entry), displayed(marks(*entry.test))};
  if (why) row.push_back(displayed(entry.decision.why));
  return row;
}

std::string counts_text(const ListView& view) {
  const auto counts = view.counts();
  std::string text = fmt::format("{} test{}:", view.entries.size(), view.entries.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < counts.size(); ++i) {
    text += fmt::format("{} {} {}", i == 0 ? "" : ",", counts.at(i), to_string(kModes.at(i)));
  }
  return text;
}

std::string summary(const ListView& view) {
  const auto counts = view.counts();
  std::vector<TableRow> rows;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    rows.push_back({"  " + std::string(to_string(kModes.at(i))), fmt::format("{}", counts.at(i))});
  }
  rows.push_back({"  total", fmt::format("{}", view.entries.size())});
  std::string text = displayed(view.list.name) + '\n';
  for (const std::string& line : aligned(rows, {false, true})) (text += line) += '\n';
  return text;
}

// Of a block, or of a context without any; empty for the one block of a list that says nothing but its tests.
std::string heading(const ListView& view, const ListContext& context, const ListBlock* block, bool has_tests) {
  const std::string condition = block == nullptr ? std::string() : condition_text(*block);
  const bool told = has_tests && condition.empty() && context.blocks.size() == 1 && context.name == view.list.name;
  if (told) return {};
  return displayed(context.name) + (condition.empty() ? "" : ": " + displayed(condition)) +
         (has_tests ? "\n" : " (no tests)\n");
}

std::string table(const ListView& view, bool why) {
  std::vector<TableRow> rows = {{"  test", "mode", "timeout", "marks"}};
  if (why) rows[0].emplace_back("why");
  for (const ListEntry& entry : view.entries) rows.push_back(row_of(entry, why));
  const std::vector<std::string> lines = aligned(rows);
  std::string text =
      fmt::format("list {} ({}, {})\n", displayed(view.list.name), displayed(view.path), to_string(view.list.format));
  if (!view.entries.empty()) text += lines[0] + '\n';
  std::size_t next = 0;
  for (const ListContext& context : view.list.contexts) {
    if (context.blocks.empty() && !view.filtered) text += heading(view, context, nullptr, false);
    for (std::size_t block = 0; block < context.blocks.size(); ++block) {
      std::string tests;
      for (; next < view.entries.size(); ++next) {
        const ListEntry& entry = view.entries[next];
        if (entry.context != &context || entry.block != block) break;
        tests += lines[next + 1] + '\n';
      }
      if (tests.empty() && view.filtered) continue;
      text += heading(view, context, &context.blocks[block], !tests.empty()) + tests;
    }
  }
  return text + "sum: " + counts_text(view) + '\n';
}

}  // namespace

std::string list_table(const std::vector<ListView>& lists, const ListOptions& options) {
  std::string text;
  for (const ListView& view : lists) {
    if (!text.empty()) text += '\n';
    text += options.summary ? summary(view) : table(view, options.why);
  }
  return text;
}

}  // namespace perfc::driver
