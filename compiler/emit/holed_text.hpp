#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace perfc {

// Texts of so many tests: making the one with holes and looking whether it is right takes as long as two of them.
inline constexpr std::size_t kWorthFilling = 4;

// A text with holes that all get the same word: how files that differ in one word are made from one of them.
class HoledText {
 public:
  // The holes are where `text` has `mark`, a word that cannot overlap itself.
  HoledText(std::string_view text, std::string_view mark);
  [[nodiscard]] std::string filled(std::string_view word) const;

 private:
  std::string text_;                // without the marks
  std::vector<std::size_t> holes_;  // places in text_
};

}  // namespace perfc
