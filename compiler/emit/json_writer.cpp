#include "compiler/emit/json_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <iterator>

namespace perfc {
namespace {

constexpr std::array<bool, 256> special_characters() {
  std::array<bool, 256> set{};
  for (std::size_t c = 0; c < 0x20; ++c) set[c] = true;
  set['"'] = set['\\'] = set[0x7F] = true;
  return set;
}
constexpr auto kSpecial = special_characters();

void append_escape(std::string& out, unsigned char c) {
  if (c == '"' || c == '\\') {
    (out += '\\') += static_cast<char>(c);
  } else if (c == '\n') {
    out += "\\n";
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
  }
}

// Nearly no text needs an escape, so eight characters are looked at in one go; the arithmetic tells of each byte
// whether it is zero or below 0x20. Bytes from 0x80 are never special.
bool any_special(std::string_view text) {
  constexpr std::uint64_t kOnes = ~std::uint64_t{0} / 0xFF;  // 0x01 in each byte
  constexpr std::uint64_t kTops = kOnes * 0x80;
  const auto below = [](std::uint64_t bytes, std::uint64_t limit) { return (bytes - kOnes * limit) & ~bytes & kTops; };
  std::uint64_t found = 0;
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + i, sizeof bytes);
    found |= below(bytes, 0x20);
    for (const unsigned special : {0x22U, 0x5CU, 0x7FU})
      found |= below(bytes ^ (kOnes * special), 1);  // " and \ and DEL
  }
  for (; i < text.size(); ++i) found |= static_cast<unsigned>(kSpecial[static_cast<unsigned char>(text[i])]);
  return found != 0;
}

void append_escaped(std::string& out, std::string_view text) {
  if (!any_special(text)) {
    out += text;
    return;
  }
  for (const char c : text) {
    if (kSpecial[static_cast<unsigned char>(c)]) {
      append_escape(out, static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
}

}  // namespace

void JsonWriter::break_line() {
  out_ += '\n';
  out_.append(levels_.size() * 2, ' ');
}

void JsonWriter::next() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  const bool first = level.empty;
  level.empty = false;
  if (!first) out_ += ',';
  if (level.layout == Layout::lines) {
    break_line();
  } else if (!first) {
    out_ += ' ';
  }
}

JsonWriter& JsonWriter::open(char bracket, Layout layout) {
  next();
  out_ += bracket;
  levels_.push_back({bracket == '{' ? '}' : ']', layout});
  return *this;
}

JsonWriter& JsonWriter::end() {
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.layout == Layout::lines && !level.empty) break_line();
  out_ += level.closing;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  string(name);
  out_ += ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  next();
  out_ += '"';
  append_escaped(out_, text);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  next();
  const fmt::format_int digits(value);
  out_.append(digits.data(), digits.size());
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  next();
  out_ += json;
  return *this;
}

}  // namespace perfc
