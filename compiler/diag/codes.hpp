// Every message the compiler can give, as a typed constant: `diags.report(codes::unknown_field, span, ...)`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/diag/diagnostic.hpp"

namespace perfc::codes {

#define PERFC_MESSAGE(name, code, level, text, ...) \
  inline constexpr Message<__VA_ARGS__> name{code, Level::level, text};
#include "compiler/diag/codes.def"
#undef PERFC_MESSAGE

}  // namespace perfc::codes

namespace perfc {

struct CodeInfo {
  std::string_view name;  // "unknown_field"
  std::string_view code;
  Level level;
  std::string_view text;  // with its {} placeholders
};
// In the order of codes.def.
std::span<const CodeInfo> catalogue();
// Null for what is no code.
const CodeInfo* find_code(std::string_view code);

}  // namespace perfc
