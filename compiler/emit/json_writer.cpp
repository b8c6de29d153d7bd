#include "compiler/emit/json_writer.hpp"

#include <fmt/format.h>

#include <array>
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

void append_escaped(std::string& out, std::string_view text) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!kSpecial[c]) continue;
    out.append(text, start, i - start);
    start = i + 1;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += text[i];
    } else if (c == '\n') {
      out += "\\n";
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    }
  }
  out.append(text, start, text.size() - start);
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
