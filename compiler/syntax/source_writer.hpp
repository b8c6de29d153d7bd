// Writes .perf source in the layout of the examples: two blanks a level, the '=' of neighbouring fields in one column.
// For whoever makes programs: values are given as source text, which the functions below make.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace perfc::syntax {

// A text, valid UTF-8, as a string of the language that gives exactly it: "...", or '...' where that spares escapes.
[[nodiscard]] std::string text_source(std::string_view text);
// A name of a declaration or field: as it is where it is an identifier, else as a string.
[[nodiscard]] std::string name_source(std::string_view name);
// [a, b]; the elements are source text.
[[nodiscard]] std::string list_source(const std::vector<std::string>& elements);

class SourceWriter {
 public:
  // One line; an empty one is a '#' alone. Never a documentation comment, whatever the text begins with.
  void comment(std::string_view text);
  // Parts what follows from what stands above; never two in a row, none at the start of a file or body.
  void blank() { blank_ = true; }
  // A statement without '=': use std.gb200
  void statement(std::string_view source);
  void field(std::string_view name, std::string_view value);
  // A list, with an element a line where one line would be too long.
  void list(std::string_view name, const std::vector<std::string>& elements);
  // `head` is what stands in front of the '{': cluster gb200 : gb200_nvl4
  void open(std::string_view head);
  void close();

  // All that was written; every block has been closed.
  [[nodiscard]] std::string finish();

 private:
  struct Field {
    std::string name;
    std::string value;
    std::vector<std::string> comments;  // above it
  };

  void line(std::string_view text);
  void align();
  [[nodiscard]] bool fits(std::string_view name, std::string_view value) const;

  std::string out_;
  std::size_t level_ = 0;
  bool blank_ = false;
  bool fresh_ = true;                 // nothing stands in this file or body yet
  std::vector<Field> fields_;         // neighbours, whose column is not known yet
  std::vector<std::string> pending_;  // comments that may belong to the next field
};

}  // namespace perfc::syntax
