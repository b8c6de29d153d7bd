// Lines of output: indentation, and comments behind neighbouring lines in one column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perfc::syntax {

inline constexpr std::uint32_t kIndent = 2;  // blanks a level

class LayoutLines {
 public:
  explicit LayoutLines(std::size_t expected) { out_.reserve(expected); }

  void write(std::string_view text) { out_ += text; }
  void pad(std::size_t count) { out_.append(count, ' '); }
  // Starts a line, after an empty one where `blank`. The first line of a text starts by itself.
  void start(std::uint32_t level, bool blank = false);
  // A comment behind this line. Where the line is a statement or element of its own, the comments of lines like it
  // above and below stand in one column.
  void comment(std::string_view text, bool own_column);
  // All that was written, with a line break at the end of what is not empty.
  [[nodiscard]] std::string finish();

 private:
  struct Comment {
    std::size_t at;  // in out_, where the blanks in front of it belong
    std::uint32_t line;
    std::uint32_t level;
    std::uint32_t width;  // of the line without it
    bool own_column;
  };
  [[nodiscard]] bool neighbours(const Comment& above, const Comment& below) const;

  std::string out_;
  std::vector<Comment> comments_;
  std::size_t begin_ = 0;  // of this line
  std::uint32_t line_ = 0;
  std::uint32_t level_ = 0;
};

}  // namespace perfc::syntax
