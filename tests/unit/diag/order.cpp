#include "compiler/diag/order.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compiler/diag/codes.hpp"
#include "compiler/diag/places.hpp"

using namespace perfc;

TEST_CASE("what keeps a text or an import from being read comes first, then by file and place") {
  Diagnostics diags;
  diags.report(codes::unknown_name, {0, 5, 6}, "a");
  diags.report(codes::unknown_name, Span{}, "b");
  diags.report(codes::syntax, {1, 9, 10}, "x", "y");
  diags.report(codes::unknown_name, {0, 1, 2}, "c");
  diags.report(codes::unknown_module, {0, 7, 8}, "module 'm'");
  diags.report(codes::unknown_name, {1, 0, 1}, "d");
  std::string order;
  for (const Diagnostic* each : ordered(diags)) order += fmt::format("{}@{} ", each->code, each->span.begin);
  CHECK(order == "E210@7 E101@9 E204@1 E204@5 E204@0 E204@0 ");
}

TEST_CASE("findings of one name are one, in whatever it is unknown") {
  Diagnostics diags;
  diags.report(codes::unknown_field, {0, 1, 2}, "x", "server");
  diags.report(codes::unknown_field, {0, 3, 4}, "x", "topology 't'");
  diags.report(codes::unknown_field, {0, 5, 6}, "y", "server");
  diags.report(codes::wrong_type, {0, 7, 8}, "an integer", "null");
  diags.report(codes::wrong_type, {0, 9, 10}, "an integer", "null");
  diags.report(codes::unknown_declaration, {0, 11, 12}, "model", "x");
  diags.report(codes::unknown_declaration, {0, 13, 14}, "gpu", "x");
  const std::vector<Folded> all = folded(ordered(diags));
  REQUIRE(all.size() == 6);
  CHECK(all[0].more.size() == 1);
  CHECK(all[0].more[0]->span.begin == 3);
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i].more.empty());
  CHECK(unfolded(ordered(diags)).size() == 7);
}

TEST_CASE("places of a file are those that it is scanned for") {
  const std::vector<std::string> texts = {"", "\xEF\xBB\xBF", "a", "\xEF\xBB\xBFlet é = 1\nx\r\n\n漢字 = 2\n😀", "\n\n"};
  Sources sources;
  for (const std::string& text : texts) {
    const FileId file = sources.add("a.perf", text);
    Places onwards(sources);
    Places backwards(sources);
    const auto same = [&](Places& places, std::size_t at) {
      CAPTURE(text);
      CAPTURE(at);
      const Position expected = sources.position(file, static_cast<std::uint32_t>(at));
      const Position found = places.at(file, static_cast<std::uint32_t>(at));
      CHECK(found.line == expected.line);
      if (at >= 3 || !text.starts_with("\xEF")) CHECK(found.column == expected.column);
    };
    for (std::size_t at = 0; at <= text.size(); ++at) same(onwards, at);
    for (std::size_t at = text.size() + 1; at > 0; --at) same(backwards, at - 1);
  }
}
