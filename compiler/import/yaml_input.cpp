// libyaml would say of a wrong character neither which it is nor, in characters of the text, where; so every one is
// looked at first. What is allowed is what PyYAML allows, less the line separators of Unicode, which many take for no
// end of a line, and a byte order mark inside of the text, which libyaml refuses.
#include "compiler/import/yaml_input.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/base/ascii.hpp"
#include "compiler/base/text_form.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
constexpr std::size_t kMostMebibytes = 64;

bool allowed(char32_t point) {
  if (point < 0xA0) {
    return point == '\t' || point == '\n' || point == '\r' || (point >= 0x20 && point <= 0x7E);
  }
  const bool separator = point == 0x2028 || point == 0x2029;
  const bool noncharacter = (point & 0xFFFEU) == 0xFFFEU || (point >= 0xFDD0 && point <= 0xFDEF);
  return !separator && !noncharacter && point != 0xFEFF;
}

struct DecodedCharacter {
  char32_t point = 0;
  std::uint32_t length = 0;  // in bytes; 0: not UTF-8
};

// The first character of a text that is not empty.
DecodedCharacter decode_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1};
  }
  const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
    return {};
  }
  char32_t point = lead & (0x7FU >> length);
  for (std::uint32_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return {};
    }
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  return point < kLeast[length] || point > 0x10FFFF || surrogate ? DecodedCharacter{} : DecodedCharacter{point, length};
}

}  // namespace

bool check_yaml_input(const Source& source, FileId file, Diagnostics& diags) {
  const std::string_view text = source.text;
  if (text.size() > kMostMebibytes * kMebibyte) {
    diags.report(codes::too_large, {file, 0, 0}, text.size() / kMebibyte);
    return false;
  }
  for (std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text.size();) {
    at += leading_printable(text.substr(at));
    if (at == text.size()) break;
    const DecodedCharacter next = decode_utf8(text.substr(at));
    const auto begin = static_cast<std::uint32_t>(at);
    if (next.length == 0) {
      Diagnostic& found = diags.report(codes::not_utf8, {file, begin, begin + 1}, static_cast<unsigned char>(text[at]));
      if (const std::string_view help = help_on_form(text, at); !help.empty()) found.advise(std::string(help));
      return false;
    }
    const bool lone_return = next.point == '\r' && text.substr(at + 1, 1) != "\n";  // a line break to PyYAML alone
    if (!allowed(next.point) || lone_return) {
      const std::string_view help = help_on_form(text, at);
      diags.report(codes::yaml_character, {file, begin, begin + next.length}, static_cast<unsigned>(next.point))
          .advise(help.empty() ? "write it as an escape inside double quotes" : std::string(help));
      return false;
    }
    at += next.length;
  }
  return true;
}

}  // namespace perfc
