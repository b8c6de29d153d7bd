#include "compiler/emit/holed_text.hpp"

namespace perfc {

HoledText::HoledText(std::string_view text, std::string_view mark) {
  std::size_t from = 0;
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, from)) {
    text_ += text.substr(from, at - from);
    holes_.push_back(text_.size());
    from = at + mark.size();
  }
  text_ += text.substr(from);
}

std::string HoledText::filled(std::string_view word) const {
  std::string out;
  out.reserve(text_.size() + holes_.size() * word.size());
  std::size_t from = 0;
  for (const std::size_t hole : holes_) {
    out.append(text_, from, hole - from);
    out += word;
    from = hole;
  }
  out.append(text_, from);
  return out;
}

}  // namespace perfc
