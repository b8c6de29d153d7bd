// What a file must be before a YAML parser may look at it.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// False, with a diagnostic, for a file over 64 MiB, one that is not UTF-8, and one with a character that YAML forbids.
[[nodiscard]] bool check_yaml_input(const Source& source, FileId file, Diagnostics& diags);

struct DecodedCharacter {
  char32_t point = 0;
  std::uint32_t length = 0;  // in bytes; 0: not UTF-8
};
// The first character of a text that is not empty.
[[nodiscard]] DecodedCharacter decode_utf8(std::string_view text);

}  // namespace perfc
