// Writes .perf source, in the layout of `perfc fmt`. For who makes programs: values are given as source text, which the
// functions below make.
#pragma once

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
  // Parts what follows from what stands above; several in a row are as one, and none at the start or end of a body.
  void blank() { line({}); }
  // A statement without '=': use std.gb200
  void statement(std::string_view source) { line(source); }
  void field(std::string_view name, std::string_view value);
  void list(std::string_view name, const std::vector<std::string>& elements);
  // `head` is what stands in front of the '{': cluster gb200 : gb200_nvl4
  void open(std::string_view head) { line(std::string(head) + " {"); }
  void close() { line("}"); }

  // All that was written, laid out; every block has been closed.
  [[nodiscard]] std::string finish() const;
  // The same as it was written: for comparing what nobody gets to see.
  [[nodiscard]] const std::string& draft() const { return out_; }

 private:
  void line(std::string_view text);

  std::string out_;
};

}  // namespace perfc::syntax
