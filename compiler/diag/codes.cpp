#include "compiler/diag/codes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace perfc {
namespace {

constexpr auto kCatalogue = std::to_array<CodeInfo>({
#define PERFC_MESSAGE(name, code, level, text, ...) {#name, code, Level::level, text},
#include "compiler/diag/codes.def"
#undef PERFC_MESSAGE
});

consteval bool no_code_twice() {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
    for (std::size_t j = i + 1; j < kCatalogue.size(); ++j) {
      if (kCatalogue[i].code == kCatalogue[j].code) return false;
    }
  }
  return true;
}
static_assert(no_code_twice(), "codes.def gives one code to two messages");

}  // namespace

std::span<const CodeInfo> catalogue() { return kCatalogue; }

const CodeInfo* find_code(std::string_view code) {
  const auto found =
      std::find_if(kCatalogue.begin(), kCatalogue.end(), [code](const CodeInfo& info) { return info.code == code; });
  return found == kCatalogue.end() ? nullptr : &*found;
}

}  // namespace perfc
