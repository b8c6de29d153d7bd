// Places in source texts.
#include "compiler/base/source.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "compiler/base/document.hpp"

using perfc::Position;
using perfc::Sources;

namespace {

std::string place(const Sources& sources, std::uint32_t offset) {
  const Position at = sources.position(0, offset);
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace

TEST_CASE("ids are dense and references stay valid") {
  Sources sources;
  CHECK(sources.add("a", "1") == 0);
  const perfc::Source& first = sources[0];
  for (int i = 0; i < 1000; ++i) sources.add("x", "y");
  CHECK(first.path == "a");
  CHECK(&sources[0] == &first);
  CHECK(sources.size() == 1001);
}

TEST_CASE("several threads add texts, and each sees its own") {
  Sources sources;
  const auto add_and_look = [&](const std::string& name) {
    for (int i = 0; i < 2000; ++i) {
      const std::string text = name + std::to_string(i);
      const perfc::FileId id = sources.add(name, text);
      if (sources[id].path != name || sources[id].text != text) return false;
    }
    return true;
  };
  bool first = false;
  bool second = false;
  {
    const std::jthread one([&] { first = add_and_look("a"); });
    const std::jthread other([&] { second = add_and_look("b"); });
  }
  CHECK(first);
  CHECK(second);
  CHECK(sources.size() == 4000);
}

TEST_CASE("positions count lines and code points from 1") {
  Sources sources;
  sources.add("a", "ab\n\xC3\xA9x\r\n\nz");
  CHECK(place(sources, 0) == "1:1");
  CHECK(place(sources, 2) == "1:3");
  CHECK(place(sources, 3) == "2:1");
  CHECK(place(sources, 5) == "2:2");
  CHECK(place(sources, 8) == "3:1");
  CHECK(place(sources, 9) == "4:1");
  CHECK(place(sources, 10) == "4:2");
  CHECK(place(sources, 999) == "4:2");
}

TEST_CASE("lines come without their breaks") {
  Sources sources;
  sources.add("a", "ab\ncd\r\n\nz");
  CHECK(sources.line(0, 1) == "ab");
  CHECK(sources.line(0, 2) == "cd");
  CHECK(sources.line(0, 3) == "");
  CHECK(sources.line(0, 4) == "z");
  CHECK(sources.line(0, 5) == "");
  CHECK(sources.line(0, 0) == "");
}

TEST_CASE("a byte-order mark belongs to no line and no column") {
  Sources sources;
  sources.add("a",
              "\xEF\xBB\xBF"
              "ab\n");
  CHECK(sources.line(0, 1) == "ab");
  CHECK(place(sources, 3) == "1:1");
  CHECK(place(sources, 4) == "1:2");
}

TEST_CASE("texts of spans") {
  Sources sources;
  sources.add("a", "hello");
  CHECK(sources.text({0, 1, 3}) == "el");
  CHECK(sources.text({0, 4, 99}) == "o");
  CHECK(sources.text({0, 9, 12}) == "");
  CHECK(sources.text({}) == "");
}

TEST_CASE("entries of a document are found by key") {
  perfc::Document document;
  document.kind = perfc::Document::Kind::mapping;
  document.entries.resize(2);
  document.entries[0].key = "a";
  document.entries[1].key = "b";
  document.entries[1].value.text = "two";
  REQUIRE(document.find("b") != nullptr);
  CHECK(document.find("b")->text == "two");
  CHECK(document.find("c") == nullptr);
}
