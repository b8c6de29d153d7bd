// Where a bracket is missing. A parser notices that only far behind the place, so the lines' indentation is asked,
// which shows what their writer meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc::syntax {

struct MissingBracket {
  char bracket = 0;          // { } [ ] ( )
  std::uint32_t at = 0;      // offset where it is missing: what was found there in its place, or the end
  std::uint32_t opener = 0;  // of a closing bracket: the one that stays open
};

struct MendedBrackets {
  std::string text;  // the original with the brackets
  // In place of white space, so that every other byte is at its offset in the original; where there is too little of
  // that, they are put in, here, in ascending order.
  std::vector<std::uint32_t> put_in;
  std::vector<MissingBracket> missing;
};

// The offset in the original of one in `mended.text`.
std::uint32_t original_offset(const MendedBrackets& mended, std::uint32_t offset);

// Nothing when no bracket is missing, or the lines do not show where.
std::optional<MendedBrackets> mend_brackets(std::string_view text);

// `text` is the original of `file`.
void report_missing(const MissingBracket& missing, std::string_view text, FileId file, Diagnostics& diags);

}  // namespace perfc::syntax
