#include "compiler/diag/glyphs.hpp"

#include <algorithm>
#include <array>

namespace perfc {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// East Asian wide and full-width characters and the emoji blocks: two cells.
constexpr std::array kWide = {
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},   Range{0xA960, 0xA97F},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF},
    Range{0x20000, 0x3FFFD},
};

// Marks that are drawn over the character before them: no cell.
constexpr std::array kMarks = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x064B, 0x065F}, Range{0x1AB0, 0x1AFF},
    Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200D}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
};

// Control characters and the marks that turn the reading direction.
constexpr std::array kSteering = {
    Range{0x0000, 0x001F}, Range{0x007F, 0x009F}, Range{0x200E, 0x200F},
    Range{0x2028, 0x202E}, Range{0x2066, 0x2069}, Range{0xFEFF, 0xFEFF},
};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, std::uint32_t point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [point](Range range) { return point >= range.first && point <= range.last; });
}

struct Decoded {
  std::size_t bytes = 0;  // 0: not UTF-8
  std::uint32_t point = 0;
};

Decoded decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {1, lead};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t point = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {};
    point = (point << 6U) | (next & 0x3FU);
  }
  return {bytes, point};
}

}  // namespace

Glyph next_glyph(std::string_view text) {
  const Decoded decoded = decode(text);
  if (decoded.bytes == 0) return {1, 1, kReplacement};
  if (decoded.point == '\t') return {1, 4, "    "};
  if (contains(kSteering, decoded.point)) return {decoded.bytes, 1, kReplacement};
  const std::string_view itself = text.substr(0, decoded.bytes);
  if (decoded.point < 0x300) return {decoded.bytes, 1, itself};
  const std::size_t cells = contains(kMarks, decoded.point) ? 0 : contains(kWide, decoded.point) ? 2 : 1;
  return {decoded.bytes, cells, itself};
}

std::string displayed(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    if (text[0] == '\n') {
      result += "\n  ";
    } else {
      result += glyph.shown;
    }
    text.remove_prefix(glyph.bytes);
  }
  return result;
}

}  // namespace perfc
