// Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986) on what is left between the common
// start and the common end.
#include "compiler/driver/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace perfc::driver {
namespace {

using Lines = std::vector<std::string_view>;  // each with its line break

constexpr std::ptrdiff_t kContext = 3;
constexpr std::ptrdiff_t kMostEdits = 1500;

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

// Lines [a, a + removed) of the one text become [b, b + added) of the other.
struct Change {
  std::ptrdiff_t a, removed, b, added;
};

std::ptrdiff_t size(const Lines& lines) { return static_cast<std::ptrdiff_t>(lines.size()); }

// The furthest points of every number of edits; empty when there are more than kMostEdits.
std::vector<std::vector<std::ptrdiff_t>> furthest(const Lines& a, const Lines& b) {
  std::vector<std::vector<std::ptrdiff_t>> rows;
  const std::ptrdiff_t most = std::min(size(a) + size(b), kMostEdits);
  std::vector<std::ptrdiff_t> last = {0, 0, 0};  // of d - 1, diagonals -d .. d
  for (std::ptrdiff_t d = 0; d <= most; ++d) {
    std::vector<std::ptrdiff_t> row(static_cast<std::size_t>(2 * d + 3), 0);
    const auto at = [d](std::ptrdiff_t k) { return static_cast<std::size_t>(k + d + 1); };
    const auto before = [d](std::ptrdiff_t k) { return static_cast<std::size_t>(k + d); };
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      std::ptrdiff_t x = 0;
      if (d > 0) {
        const bool down = k == -d || (k != d && last[before(k - 1)] < last[before(k + 1)]);
        x = down ? last[before(k + 1)] : last[before(k - 1)] + 1;
      }
      while (x < size(a) && x - k < size(b) && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
        ++x;
      row[at(k)] = x;
      if (x >= size(a) && x - k >= size(b)) {
        rows.push_back(std::move(row));
        return rows;
      }
    }
    rows.push_back(row);
    last = std::move(row);
  }
  return {};
}

// Walks back from the end; single edits, last first.
std::vector<Change> edits(const Lines& a, const Lines& b) {
  const auto rows = furthest(a, b);
  if (rows.empty()) return {{0, size(a), 0, size(b)}};
  std::vector<Change> result;
  std::ptrdiff_t x = size(a);
  std::ptrdiff_t y = size(b);
  for (auto d = static_cast<std::ptrdiff_t>(rows.size()) - 1; d > 0; --d) {
    const auto& last = rows[static_cast<std::size_t>(d - 1)];
    const auto before = [d](std::ptrdiff_t k) { return static_cast<std::size_t>(k + d); };
    const std::ptrdiff_t k = x - y;
    const bool down = k == -d || (k != d && last[before(k - 1)] < last[before(k + 1)]);
    const std::ptrdiff_t from = down ? k + 1 : k - 1;
    x = last[before(from)];
    y = x - from;
    result.push_back(down ? Change{x, 0, y, 1} : Change{x, 1, y, 0});
  }
  return result;
}

std::vector<Change> changes(const Lines& a, const Lines& b) {
  const auto front = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  std::ptrdiff_t back = 0;
  while (back < std::min(size(a), size(b)) - front && a.end()[-1 - back] == b.end()[-1 - back]) ++back;
  const Lines left(a.begin() + front, a.end() - back);
  const Lines right(b.begin() + front, b.end() - back);
  std::vector<Change> single = edits(left, right);
  std::vector<Change> joined;
  for (auto edit = single.rbegin(); edit != single.rend(); ++edit) {
    edit->a += front;
    edit->b += front;
    if (!joined.empty() && joined.back().a + joined.back().removed == edit->a &&
        joined.back().b + joined.back().added == edit->b) {
      joined.back().removed += edit->removed;
      joined.back().added += edit->added;
    } else {
      joined.push_back(*edit);
    }
  }
  return joined;
}

void put(std::string& out, char mark, std::string_view line) {
  out.push_back(mark);
  out.append(line);
  if (line.back() != '\n') out.append("\n\\ No newline at end of file\n");
}

// "12,3"; a range without lines names the line before it.
std::string range(std::ptrdiff_t start, std::ptrdiff_t count) {
  if (count == 1) return fmt::format("{}", start + 1);
  return fmt::format("{},{}", count == 0 ? start : start + 1, count);
}

// The changes [first, last) with the lines around and between them.
void hunk(std::string& out, const Lines& a, const Lines& b, const Change* first, const Change* last) {
  const std::ptrdiff_t start = std::max<std::ptrdiff_t>(0, first->a - kContext);
  const Change& final_change = *(last - 1);
  const std::ptrdiff_t stop = std::min(size(a), final_change.a + final_change.removed + kContext);
  const std::ptrdiff_t start_b = first->b - (first->a - start);
  const std::ptrdiff_t stop_b = final_change.b + final_change.added + (stop - final_change.a - final_change.removed);
  out += fmt::format("@@ -{} +{} @@\n", range(start, stop - start), range(start_b, stop_b - start_b));
  std::ptrdiff_t line = start;
  for (const Change* change = first; change != last; ++change) {
    for (; line < change->a; ++line) put(out, ' ', a[static_cast<std::size_t>(line)]);
    for (; line < change->a + change->removed; ++line) put(out, '-', a[static_cast<std::size_t>(line)]);
    for (std::ptrdiff_t i = 0; i < change->added; ++i) put(out, '+', b[static_cast<std::size_t>(change->b + i)]);
  }
  for (; line < stop; ++line) put(out, ' ', a[static_cast<std::size_t>(line)]);
}

}  // namespace

std::string unified_diff(const DiffSide& before, const DiffSide& after) {
  if (before.text == after.text) return {};
  const Lines a = split(before.text);
  const Lines b = split(after.text);
  const std::vector<Change> all = changes(a, b);
  std::string out = fmt::format("--- {}\n+++ {}\n", before.name, after.name);
  for (const Change* first = all.data(); first != all.data() + all.size();) {
    const Change* last = first + 1;
    while (last != all.data() + all.size() && last->a - (last[-1].a + last[-1].removed) <= 2 * kContext) ++last;
    hunk(out, a, b, first, last);
    first = last;
  }
  return out;
}

}  // namespace perfc::driver
