#include "compiler/syntax/input.hpp"

#include <string>

#include "compiler/base/ascii.hpp"
#include "compiler/base/text_form.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::syntax {
namespace {

Span byte_at(FileId file, std::size_t at, std::size_t length) {
  return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length)};
}

}  // namespace

std::size_t code_point_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty()) return 0;
  const unsigned lead = byte(0);
  if (lead < 0x80U) return 1;
  const std::size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong = (lead == 0xE0U && byte(1) < 0xA0U) || (lead == 0xF0U && byte(1) < 0x90U);
  const bool surrogate = lead == 0xEDU && byte(1) >= 0xA0U;
  const bool too_high = lead == 0xF4U && byte(1) >= 0x90U;
  return overlong || surrogate || too_high ? 0 : length;
}

bool is_control(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const auto c = static_cast<unsigned char>(text[at]);
  if (c == '\r') return at + 1 == text.size() || text[at + 1] != '\n';
  return (c < 0x20U && c != '\t' && c != '\n') || c == 0x7FU;
}

bool check_input(std::string_view text, FileId file, Diagnostics& diags, std::string_view instead) {
  if (text.size() > kMaxBytes) {
    diags.report(codes::too_large, byte_at(file, 0, 0), (text.size() + (std::size_t{1} << 20U) - 1) >> 20U);
    return false;
  }
  std::size_t at = 0;
  while (at < text.size()) {
    at += leading_printable(text.substr(at));
    const std::size_t next = at + 8;
    while (at < text.size() && at < next) {
      const std::size_t length = text[at] == '\n' ? 1 : code_point_length(text.substr(at));
      if (length == 0) {
        Diagnostic& found = diags.report(codes::not_utf8, byte_at(file, at, 1), static_cast<unsigned char>(text[at]));
        if (const std::string_view help = help_on_form(text, at); !help.empty()) found.advise(std::string(help));
        return false;
      }
      if (text[at] != '\n' && is_control(text, at)) {
        Diagnostic& found =
            diags.report(codes::control_character, byte_at(file, at, 1), static_cast<unsigned char>(text[at]));
        const std::string_view help = help_on_form(text, at);
        if (!instead.empty() || !help.empty()) {
          found.advise(std::string(help.empty() ? instead : help));
          return false;  // the same would be said of every line
        }
      }
      at += length;
    }
  }
  return true;
}

}  // namespace perfc::syntax
