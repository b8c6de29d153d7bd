// Texts that editors and systems of other kinds save: what to say to who gives one.
#pragma once

#include <string_view>

namespace perfc {

// What helps with the character at `at`, which is refused: on old line ends and UTF-16. Empty for any other.
[[nodiscard]] std::string_view help_on_form(std::string_view text, std::size_t at);

}  // namespace perfc
