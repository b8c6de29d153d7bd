#include "compiler/diag/codes.hpp"

#include <cstddef>
#include <iterator>

namespace perfc {
namespace {

constexpr CodeInfo kCatalogue[] = {
#define PERFC_MESSAGE(name, code, level, text, ...) {code, Level::level, text},
#include "compiler/diag/codes.def"
#undef PERFC_MESSAGE
};

consteval bool no_code_twice() {
  for (std::size_t i = 0; i < std::size(kCatalogue); ++i) {
    for (std::size_t j = i + 1; j < std::size(kCatalogue); ++j) {
      if (kCatalogue[i].code == kCatalogue[j].code) return false;
    }
  }
  return true;
}
static_assert(no_code_twice(), "codes.def gives one code to two messages");

}  // namespace

std::span<const CodeInfo> catalogue() { return kCatalogue; }

}  // namespace perfc
