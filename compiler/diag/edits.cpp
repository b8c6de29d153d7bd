#include "compiler/diag/edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "compiler/base/documentation.hpp"
#include "compiler/diag/glyphs.hpp"

namespace perfc {
namespace {

constexpr std::size_t kLongestQuote = 60;  // bytes of a text that is shown

bool blank(char c) { return c == ' ' || c == '\t'; }

// Where the lines of documentation begin that stand right before the line at `line`, else `line`.
std::size_t documented_from(std::string_view text, std::size_t line) {
  while (line > 0) {
    const std::size_t before = text.substr(0, line - 1).rfind('\n') + 1;
    const std::string_view words = text.substr(before, line - before);
    const std::size_t first = words.find_first_not_of(" \t");
    if (first == std::string_view::npos || !is_documentation(words.substr(first))) break;
    line = before;
  }
  return line;
}

// The statement with what would be left of it: its comma, and the whole line with its documentation where nothing else
// stands there.
Span with_separator(std::string_view text, Span statement) {
  std::size_t begin = statement.begin;
  std::size_t end = statement.end;
  while (begin > 0 && blank(text[begin - 1])) --begin;
  while (end < text.size() && blank(text[end])) ++end;
  const bool comma = end < text.size() && text[end] == ',';
  if (comma) ++end;
  while (end < text.size() && blank(text[end])) ++end;
  const bool starts_line = begin == 0 || text[begin - 1] == '\n';
  const bool ends_line = end == text.size() || text[end] == '\n' || text.substr(end, 2) == "\r\n";
  if (starts_line && ends_line) {
    begin = documented_from(text, begin);
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  } else if (starts_line || comma) {
    begin = statement.begin;  // what follows takes its place
  } else {
    end = statement.end;
    if (begin > 0 && text[begin - 1] == ',') {
      --begin;
    } else {
      begin = statement.begin;
      while (end < text.size() && blank(text[end])) ++end;
    }
  }
  return {statement.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::string quoted(std::string_view text) {
  const bool cut = text.size() > kLongestQuote;
  std::string shown = displayed(text.substr(0, std::min(text.find('\n'), kLongestQuote)));
  if (cut || text.find('\n') != std::string_view::npos) shown += "...";
  return fmt::format("'{}'", shown);
}

std::string_view trimmed_text(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n,");
  if (first == std::string_view::npos) return text;
  return text.substr(first, text.find_last_not_of(" \t\r\n,") + 1 - first);
}

}  // namespace

std::optional<std::vector<Edit>> changes_of(const Fix& fix, const Sources& sources) {
  std::vector<Edit> edits = fix.edits;
  if (edits.empty()) return std::nullopt;
  for (Edit& edit : edits) {
    if (!edit.span.known() || edit.span.file != edits.front().span.file) return std::nullopt;
    const std::string_view text = sources[edit.span.file].text;
    if (edit.span.begin > edit.span.end || edit.span.end > text.size()) return std::nullopt;
    if (!edit.statement) continue;
    edit.own = edit.span;
    edit.span = with_separator(text, edit.span);
  }
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  for (std::size_t i = 1; i < edits.size(); ++i) {
    if (edits[i].span.begin < edits[i - 1].span.end) return std::nullopt;
  }
  return edits;
}

Span shown_of(const Edit& edit) { return edit.own.known() ? edit.own : edit.span; }

bool overlap(Span a, Span b) {
  if (a.file != b.file) return false;
  if (a.begin == b.begin) return true;  // also of two insertions: which comes first is not known
  return a.begin < b.end && b.begin < a.end;
}

std::string changed(std::string_view text, const std::vector<Edit>& edits) {
  std::string result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result += text.substr(at, edit.span.begin - at);
    result += edit.replacement;
    at = edit.span.end;
  }
  return result += text.substr(at);
}

std::string described(const std::vector<Edit>& edits, const Sources& sources) {
  std::string result;
  for (const Edit& edit : edits) {
    if (!result.empty()) result += ", ";
    const std::string_view before = sources.text(shown_of(edit));
    const bool blanks = before.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (blanks && before.find('\n') != std::string_view::npos && edit.replacement == " ") {
      result += "joined two lines";
    } else if (before.empty()) {
      result += "added " + quoted(trimmed_text(edit.replacement));
    } else if (edit.replacement.empty()) {
      result += "removed " + quoted(trimmed_text(before));
    } else {
      result += quoted(before) + " -> " + quoted(edit.replacement);
    }
  }
  return result;
}

}  // namespace perfc
