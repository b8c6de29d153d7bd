#include "compiler/base/text_form.hpp"

#include <algorithm>

namespace perfc {
namespace {

constexpr std::size_t kPairsLookedAt = 32;

// By its mark, or as every second byte is 0, which it is of all Latin letters.
bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  const std::size_t pairs = std::min(text.size() / 2, kPairsLookedAt);
  const auto zero_at = [&](std::size_t offset) {
    for (std::size_t i = 0; i < pairs; ++i) {
      if (text[2 * i + offset] != '\0' || text[2 * i + 1 - offset] == '\0') return false;
    }
    return pairs > 1;
  };
  return zero_at(0) || zero_at(1);
}

}  // namespace

std::string_view help_on_form(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with('\r')) {
    return "the file has old line ends, carriage returns alone; change them: tr '\\r' '\\n' < FILE > NEW";
  }
  if (rest.starts_with("\xC2\x85")) {
    return "the file has old line ends, the NEL of mainframes; change them: sed 's/\\xC2\\x85/\\n/g' FILE > NEW";
  }
  if (is_utf16(text)) return "the file is UTF-16; save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW";
  return {};
}

}  // namespace perfc
