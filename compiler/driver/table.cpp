#include "compiler/driver/table.hpp"

#include <algorithm>
#include <string_view>

#include "compiler/diag/glyphs.hpp"

namespace perfc::driver {
namespace {

// One very long cell does not move the columns of all other rows out of sight.
constexpr std::size_t kWidest = 100;

std::size_t cells(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    count += glyph.cells;
    text.remove_prefix(glyph.bytes);
  }
  return count;
}

}  // namespace

std::vector<std::string> aligned(const std::vector<TableRow>& rows, const std::vector<bool>& numbers) {
  std::vector<std::size_t> widths;
  for (const TableRow& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t width = cells(row[i]);
      if (width <= kWidest) widths[i] = std::max(widths[i], width);
    }
  }
  std::vector<std::string> lines;
  lines.reserve(rows.size());
  for (const TableRow& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      const std::size_t width = cells(row[i]);
      const std::string padding(width < widths[i] ? widths[i] - width : 0, ' ');
      line += i < numbers.size() && numbers[i] ? padding + row[i] : row[i] + padding;
    }
    line.resize(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace perfc::driver
