// What the writer makes is what nlohmann-json reads, and writes again.
#include "compiler/emit/json_writer.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace perfc::test {

TEST_CASE("every character arrives") {
  std::string text;
  for (int c = 1; c < 0x80; ++c) text += static_cast<char>(c);
  text += "\u00e9\u2028\U0001F600";
  std::string out;
  JsonWriter(out).string(text);
  CHECK(nlohmann::json::parse(out).get<std::string>() == text);
}

TEST_CASE("what needs an escape is found wherever it stands") {
  for (std::size_t place = 0; place < 21; ++place) {
    for (int c = 0; c < 0x100; ++c) {
      std::string text(21, 'x');
      text[place] = static_cast<char>(c);
      std::string out;
      JsonWriter(out).string(text);
      const bool escaped = c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
      CHECK_MESSAGE((out.find('\\') != std::string::npos) == escaped, c << " at " << place);
      if (c < 0x80) CHECK(nlohmann::json::parse(out).get<std::string>() == text);
    }
  }
}

TEST_CASE("layout: a member a line, or all on one") {
  using Layout = JsonWriter::Layout;
  std::string out;
  JsonWriter json(out);
  json.object(Layout::lines).key("a").number(-9223372036854775807).key("b").array(Layout::inline_);
  json.string("x").string("\"\\").end().key("c").array(Layout::lines).end();
  json.key("d")
      .array(Layout::lines)
      .raw("{}")
      .object(Layout::inline_)
      .key("e")
      .number(1)
      .key("f")
      .raw("null")
      .end()
      .end()
      .end();
  CHECK(out == R"({
  "a": -9223372036854775807,
  "b": ["x", "\"\\"],
  "c": [],
  "d": [
    {},
    {"e": 1, "f": null}
  ]
})");
  CHECK(nlohmann::ordered_json::parse(out).dump() ==
        R"({"a":-9223372036854775807,"b":["x","\"\\"],"c":[],"d":[{},{"e":1,"f":null}]})");
}

}  // namespace perfc::test
