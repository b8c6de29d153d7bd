// Files that are read line by line.
#pragma once

#include <cstddef>
#include <string_view>

namespace perfc {

// A file that is none of ours would give an error a line; readers stop behind so many.
inline constexpr std::size_t kMostErrors = 1000;

// Takes the lines of a text one at a time, without their ends: a line feed, perhaps behind a carriage return.
class TextLines {
 public:
  explicit TextLines(std::string_view text) : text_(text), next_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  [[nodiscard]] bool done() const { return next_ >= text_.size(); }
  // Where what next() gives will begin.
  [[nodiscard]] std::size_t at() const { return next_; }
  std::string_view next() {
    std::string_view line = text_.substr(next_, text_.find('\n', next_) - next_);
    next_ += line.size() + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

 private:
  std::string_view text_;
  std::size_t next_;
};

}  // namespace perfc
