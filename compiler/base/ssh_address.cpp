#include "compiler/base/ssh_address.hpp"

#include <fmt/format.h>

namespace perfc {

// Both programs take a dash in front for an option, rsync takes a colon for the end of the host, and a shell on the
// other side is never to see anything else.
std::string ssh_defect(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  if (text.starts_with('-')) return "it begins with '-'";
  const std::size_t at = text.find_first_not_of(kAllowed);
  if (at == std::string_view::npos) return {};
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return fmt::format("it holds '{}'", text.substr(at, end - at));
}

}  // namespace perfc
