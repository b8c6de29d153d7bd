#include "compiler/import/text_input.hpp"

#include <string>

#include "compiler/diag/codes.hpp"
#include "compiler/import/yaml_input.hpp"
#include "compiler/syntax/input.hpp"

namespace perfc {

bool check_text_input(std::string_view text, FileId file, std::string_view help, Diagnostics& diags) {
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter next = decode_utf8(text.substr(at));
    const auto begin = static_cast<std::uint32_t>(at);
    if (next.length == 0) {
      diags.report(codes::not_utf8, {file, begin, begin + 1}, static_cast<unsigned char>(text[at]));
      return false;
    }
    if (syntax::is_control(text, at) && text[at] != '\n') {
      diags.report(codes::control_character, {file, begin, begin + 1}, static_cast<unsigned>(next.point))
          .advise(std::string(help));
      return false;
    }
    at += next.length;
  }
  return true;
}

}  // namespace perfc
