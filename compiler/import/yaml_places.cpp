#include "compiler/import/yaml_places.hpp"

#include <algorithm>

namespace perfc {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
std::uint32_t offset32(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

}  // namespace

bool YamlPlaces::begins_comment(std::size_t offset) const {
  return at(offset) == '#' && (offset == 0 || is_space(text_[offset - 1]));
}

std::size_t YamlPlaces::end_of_line(std::size_t offset) const {
  return std::min(text_.find_first_of("\r\n", offset), text_.size());
}

std::size_t YamlPlaces::skip_blank(std::size_t offset) const {
  while (offset < text_.size() && (is_space(text_[offset]) || begins_comment(offset))) {
    offset = is_space(text_[offset]) ? offset + 1 : end_of_line(offset);
  }
  return offset;
}

std::uint32_t YamlPlaces::after_properties(std::uint32_t begin) const {
  std::size_t offset = begin;
  while (at(offset) == '&' || at(offset) == '!') {
    while (offset < text_.size() && !is_space(text_[offset])) {
      ++offset;
    }
    offset = skip_blank(offset);
  }
  return offset32(offset);
}

std::uint32_t YamlPlaces::block_end(std::uint32_t begin, std::uint32_t end) const {
  const std::size_t last = text_.substr(0, end).find_last_not_of(" \r\n");
  return std::max(begin, offset32(std::min<std::size_t>(end_of_line(last), end)));
}

std::uint32_t YamlPlaces::advance(std::uint32_t begin, std::uint32_t end, bool plain) {
  std::uint32_t tab = kNone;
  const std::size_t last = std::min<std::size_t>(plain ? end : begin, text_.size());
  for (std::size_t i = read_; has_tab_ && i < last && tab == kNone;) {
    if (begins_comment(i)) {
      i = end_of_line(i);
    } else {
      tab = text_[i] == '\t' ? offset32(i) : kNone;
      ++i;
    }
  }
  read_ = std::max(read_, end);
  return tab;
}

}  // namespace perfc
