// The words of a text as a shell would read them, except that nothing in it is ever expanded.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace perfc {

// Takes the words one at a time.
class ShellWords {
 public:
  explicit ShellWords(std::string_view text) : text_(text) {}

  std::optional<std::string> next();
  // Where the word that next() gave last begins in the text.
  [[nodiscard]] std::size_t begin() const { return begin_; }
  // Behind it.
  [[nodiscard]] std::size_t end() const { return at_; }
  // The quote that was never closed, 0 when all were.
  [[nodiscard]] char open_quote() const { return open_; }

 private:
  [[nodiscard]] bool continues() const;
  void take(std::string& word);
  void take_quoted(std::string& word, char quote);

  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t at_ = 0;
  char open_ = 0;
};

}  // namespace perfc
