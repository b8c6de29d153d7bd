// Lists of whole numbers as configurations write them: 4, "1 2 4", [1, 2, "4"].
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"

namespace perfc {

struct NumberWord {
  std::int64_t number = 0;
  std::string_view word;  // of the text
};

// "1 2 4", with blanks or commas between; nothing when there is no word, or one that is no number.
[[nodiscard]] std::optional<std::vector<NumberWord>> number_words(std::string_view text);

// The numbers of a value in any of the three forms; nothing when it has another.
[[nodiscard]] std::optional<std::vector<std::int64_t>> number_list(const Document& node);

}  // namespace perfc
