#include "compiler/import/yaml_places.hpp"

#include <algorithm>
#include <array>

namespace perfc {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool ends_word(char c) { return c == '\0' || is_space(c) || c == ',' || c == ']' || c == '}' || c == ':'; }
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

std::uint32_t YamlPlaces::column(std::uint32_t at) const {
  const std::size_t line = at == 0 ? std::string_view::npos : text_.find_last_of("\r\n", at - 1);
  return line == std::string_view::npos ? at : offset32(at - line - 1);
}

bool YamlPlaces::has_value(std::uint32_t key_begin, std::uint32_t key_end) const {
  const std::size_t after = text_.find_first_not_of(' ', key_end);
  const std::size_t before = key_begin == 0 ? std::string_view::npos : text_.find_last_not_of(" \r\n", key_begin - 1);
  return (after < text_.size() && text_[after] == ':') || (before < text_.size() && text_[before] == '?');
}

std::uint32_t YamlPlaces::after_properties(std::uint32_t mark) const {
  std::size_t offset = mark;
  while (at(offset) == '&' || at(offset) == '!') {
    while (offset < text_.size() && !is_space(text_[offset])) {
      ++offset;
    }
    const std::size_t next = skip_blank(offset);
    const bool nothing_follows = next >= text_.size();
    if (nothing_follows) {
      break;
    }
    offset = next;
  }
  return offset32(offset);
}

std::uint32_t YamlPlaces::closing(std::uint32_t from) const {
  std::size_t offset = skip_blank(from);
  while (at(offset) == ',' || at(offset) == ':') {
    offset = skip_blank(offset + 1);
  }
  return at(offset) == ']' || at(offset) == '}' ? offset32(offset) : from;
}

std::size_t YamlPlaces::quoted_end(std::size_t begin) const {
  const char quote = text_[begin];
  for (std::size_t i = begin + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\' && quote == '"') {
      ++i;
    } else if (text_[i] == quote) {
      if (quote == '"' || at(i + 1) != '\'') {
        return i + 1;
      }
      ++i;
    }
  }
  return text_.size() + 1;
}

// The lines of a block scalar are those indented as far as its first one, or as far as its header says.
std::size_t YamlPlaces::block_end(std::size_t begin, std::uint32_t column) const {
  std::size_t end = end_of_line(begin);
  const std::string_view header = text_.substr(begin, end - begin);
  const std::size_t digit = header.substr(0, header.find('#')).find_first_of("123456789");
  std::size_t indent = digit == std::string_view::npos ? 0 : column + static_cast<std::size_t>(header[digit] - '0');
  std::size_t line = end;
  while (line < text_.size()) {
    line += at(line) == '\r' && at(line + 1) == '\n' ? 2U : 1U;
    const std::size_t next = end_of_line(line);
    const std::size_t first = std::min(text_.find_first_not_of(' ', line), text_.size());
    if (first < next) {
      if (indent == 0) {
        indent = std::max<std::size_t>(first - line, 1);
      }
      if (first - line < indent) {
        break;
      }
      end = next;
    }
    line = next;
  }
  return end;
}

std::optional<std::size_t> YamlPlaces::kept_breaks(const Scalar& scalar) const {
  if (scalar.style != ScalarStyle::folded) {
    return std::nullopt;
  }
  const std::string_view header = text_.substr(scalar.begin, end_of_line(scalar.begin) - scalar.begin);
  if (header.substr(0, 3).find('+') == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t next = std::min(text_.find_first_not_of(" \r\n", scalar.end), text_.size());
  const std::string_view gap = text_.substr(scalar.end, next - scalar.end);
  return static_cast<std::size_t>(std::count(gap.begin(), gap.end(), '\n'));
}

// Line breaks inside a plain scalar come back folded, so white space is matched as a run.
std::size_t YamlPlaces::plain_end(std::size_t begin, std::string_view value) const {
  std::size_t offset = begin;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_space(value[i])) {
      while (is_space(at(offset))) {
        ++offset;
      }
      while (i + 1 < value.size() && is_space(value[i + 1])) {
        ++i;
      }
    } else if (at(offset) == value[i]) {
      ++offset;
    } else {
      break;
    }
  }
  return offset;
}

YamlPlaces::Scalar YamlPlaces::scalar(std::uint32_t mark, std::string_view value, std::uint32_t column) const {
  const std::uint32_t begin = after_properties(mark);
  switch (at(begin)) {
    case '"':
    case '\'': {
      const std::size_t end = quoted_end(begin);
      const ScalarStyle style = at(begin) == '"' ? ScalarStyle::quoted_double : ScalarStyle::quoted_single;
      return {style, begin, offset32(std::min(end, text_.size())), end <= text_.size()};
    }
    case '|':
      return {ScalarStyle::literal, begin, offset32(block_end(begin, column))};
    case '>':
      return {ScalarStyle::folded, begin, offset32(block_end(begin, column))};
    default:
      return {ScalarStyle::plain, begin, offset32(plain_end(begin, value))};
  }
}

YamlPlaces::Scalar YamlPlaces::null(std::uint32_t mark, std::uint32_t column, bool nested) const {
  constexpr std::array<std::string_view, 4> kNulls = {"~", "null", "Null", "NULL"};
  const std::uint32_t begin = after_properties(mark);
  for (const std::string_view word : kNulls) {
    if (begin < read_ || text_.substr(begin, word.size()) != word || !ends_word(at(begin + word.size()))) {
      continue;
    }
    // For an empty value the mark is that of the next token, which may be a key `null` of the same map.
    const bool same_line = text_.substr(read_, begin - read_).find_first_of("\r\n") == std::string_view::npos;
    if (!nested || same_line || this->column(begin) > column) {
      return {ScalarStyle::plain, begin, offset32(begin + word.size())};
    }
  }
  std::size_t place = read_;
  while (at(place) == ' ') {
    ++place;
  }
  const std::uint32_t after = at(place) == ':' || at(place) == '-' ? offset32(place + 1) : read_;
  return {ScalarStyle::plain, after, after};
}

std::uint32_t YamlPlaces::advance(std::uint32_t begin, std::uint32_t end) {
  std::uint32_t tab = kNone;
  const bool plain = at(begin) != '"' && at(begin) != '\'' && at(begin) != '|' && at(begin) != '>';
  const std::size_t last = std::min<std::size_t>(plain ? end : begin, text_.size());
  for (std::size_t i = read_; i < last && tab == kNone;) {
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
