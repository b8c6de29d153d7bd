#include "compiler/diag/glyphs.hpp"

#include <doctest/doctest.h>

using perfc::displayed;
using perfc::Glyph;
using perfc::next_glyph;

TEST_CASE("a glyph knows its bytes and its cells") {
  const auto check = [](std::string_view text, std::size_t bytes, std::size_t cells, std::string_view shown) {
    CAPTURE(text);
    const Glyph glyph = next_glyph(text);
    CHECK(glyph.bytes == bytes);
    CHECK(glyph.cells == cells);
    CHECK(glyph.shown == shown);
  };
  check("ab", 1, 1, "a");
  check("\t", 1, 4, "    ");
  check("é!", 2, 1, "é");
  check("漢字", 3, 2, "漢");
  check("😀", 4, 2, "😀");
  check("\xCC\x81", 2, 0, "\xCC\x81");      // combining acute accent
  check("\xFF", 1, 1, "\xEF\xBF\xBD");      // no UTF-8 at all
  check("\xE6\xBC", 1, 1, "\xEF\xBF\xBD");  // cut off
  check("\x1B[31m", 1, 1, "\xEF\xBF\xBD");
  check("\xE2\x80\xAE", 3, 1, "\xEF\xBF\xBD");  // right-to-left override
}

TEST_CASE("what is displayed cannot steer a terminal or look like a line of the compiler") {
  CHECK(displayed("plain 'text' ü") == "plain 'text' ü");
  CHECK(displayed("a\x1B]0;x\x07z") == "a\xEF\xBF\xBD]0;x\xEF\xBF\xBDz");
  CHECK(displayed("a\nb.perf:1:1: error: no") == "a\n  b.perf:1:1: error: no");
}
