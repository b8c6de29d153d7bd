#include "compiler/diag/excerpt.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "compiler/diag/glyphs.hpp"

namespace perfc {
namespace {

constexpr std::string_view kCut = "...";

struct Slice {
  std::string_view before;  // from the start of the line to the span
  std::string_view marked;
  std::string_view after;
};

Slice slice(std::string_view text, Span span) {
  const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, text.size());
  const std::size_t start = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;  // npos + 1 is 0
  std::size_t stop = std::min(text.find('\n', begin), text.size());
  if (stop > begin && text[stop - 1] == '\r') --stop;
  const std::size_t middle = std::min(end, stop);
  return {text.substr(start, begin - start), text.substr(begin, middle - begin), text.substr(middle, stop - middle)};
}

struct Shown {
  std::string text;
  std::size_t cells = 0;
};

// As much of the start of `text` as fits into `cells`; `cut` becomes true when that is not all.
Shown head(std::string_view text, std::size_t cells, bool& cut) {
  Shown shown;
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    if (shown.cells + glyph.cells > cells) {
      cut = true;
      break;
    }
    shown.text += glyph.shown;
    shown.cells += glyph.cells;
    text.remove_prefix(glyph.bytes);
  }
  return shown;
}

// As much of the end of `text` as fits into `cells`. Only the last bytes are looked at: a line may have megabytes.
Shown tail(std::string_view text, std::size_t cells, bool& cut) {
  const std::size_t near_end = cells * 4;
  if (text.size() > near_end) {
    cut = true;
    text.remove_prefix(text.size() - near_end);
    while (!text.empty() && (static_cast<unsigned char>(text[0]) & 0xC0U) == 0x80U) text.remove_prefix(1);
  }
  std::vector<Glyph> glyphs;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(glyphs.back().bytes)) {
    glyphs.push_back(next_glyph(rest));
  }
  Shown shown;
  std::size_t first = glyphs.size();
  while (first > 0 && shown.cells + glyphs[first - 1].cells <= cells) shown.cells += glyphs[--first].cells;
  if (first > 0) cut = true;
  for (; first < glyphs.size(); ++first) shown.text += glyphs[first].shown;
  return shown;
}

}  // namespace

Excerpt excerpt(const Sources& sources, Span span, std::size_t columns) {
  const Slice parts = slice(sources[span.file].text, span);
  bool cut_front = false;
  bool cut_back = false;
  // First try the whole line; only when it does not fit share the room: a third in front of the span.
  Shown before = tail(parts.before, columns, cut_front);
  Shown marked = head(parts.marked, columns - std::min(before.cells, columns), cut_back);
  Shown after = head(parts.after, columns - std::min(before.cells + marked.cells, columns), cut_back);
  if (cut_front || cut_back) {
    cut_front = cut_back = false;
    before = tail(parts.before, columns / 3, cut_front);
    marked = head(parts.marked, columns - before.cells, cut_back);
    after = head(parts.after, cut_back ? 0 : columns - before.cells - marked.cells, cut_back);
  }
  Excerpt result;
  if (cut_front) result.line = kCut;
  result.line += before.text + marked.text + after.text;
  if (cut_back) result.line += kCut;
  result.indent = before.cells + (cut_front ? kCut.size() : 0);
  result.width = std::max<std::size_t>(1, marked.cells);
  return result;
}

}  // namespace perfc
