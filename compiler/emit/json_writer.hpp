// JSON straight into a string. A tree of nlohmann-json for each of ten thousand tests takes longer than writing their
// files does; the tests hold what comes out against that library. Texts are UTF-8 already, as all sources are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perfc {

class JsonWriter {
 public:
  enum class Layout : unsigned char { lines, inline_ };  // a member a line, or all on one

  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& object(Layout layout) { return open('{', layout); }
  JsonWriter& array(Layout layout) { return open('[', layout); }
  JsonWriter& end();
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& number(std::int64_t value);
  // A value that is JSON already.
  JsonWriter& raw(std::string_view json);

 private:
  struct Level {
    char closing;
    Layout layout;
    bool empty = true;
  };
  JsonWriter& open(char bracket, Layout layout);
  void next();        // what stands in front of a value or a key
  void break_line();  // and the indentation of the levels that are open

  std::string& out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace perfc
