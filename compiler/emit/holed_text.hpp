// A template with placeholders that all get the same word: how files that differ in one word, a test's name or its
// concurrency, are made from one of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace perfc {

// From so many tests on FamilyTexts and ConfigTexts make a template: to emit it and to compare it with what one test
// gets takes as long as two tests.
inline constexpr std::size_t kWorthFilling = 4;

// The template; a hole is a place of the word.
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
