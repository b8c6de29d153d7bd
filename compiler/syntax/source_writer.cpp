#include "compiler/syntax/source_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "compiler/base/ascii.hpp"
#include "compiler/syntax/reserved.hpp"

namespace perfc::syntax {
namespace {

constexpr std::size_t kWidth = 120;  // columns of a line
constexpr std::string_view kIndent = "  ";

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }

// Code points; what continues one does not count.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void append_escaped(std::string& out, char c) {
  if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c == '\r') {
    out += "\\r";
  } else if (!is_plain(c)) {
    fmt::format_to(std::back_inserter(out), "\\u{{{:X}}}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  } else {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
}

}  // namespace

std::string text_source(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), is_plain);
  const bool wants_raw =
      text.find_first_of("\"\\") != std::string_view::npos || text.find("${") != std::string_view::npos;
  if (plain && wants_raw && text.find('\'') == std::string_view::npos) return fmt::format("'{}'", text);
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{') out += '\\';
    append_escaped(out, text[i]);
  }
  return out + '"';
}

std::string name_source(std::string_view name) {
  return is_identifier(name) && !is_reserved(name) ? std::string(name) : text_source(name);
}

std::string list_source(const std::vector<std::string>& elements) {
  return fmt::format("[{}]", fmt::join(elements, ", "));
}

void SourceWriter::comment(std::string_view text) {
  // What belongs to a field stands between the fields of one column and does not part them.
  if (blank_) align();
  std::string source = fmt::format("# {}", text);
  // A line break of any kind would end the comment.
  std::replace_if(
      source.begin(), source.end(), [](char c) { return !is_plain(c) && c != '\t'; }, ' ');
  while (source.back() == ' ' || source.back() == '\t') source.pop_back();
  if (blank_) {
    line(source);
  } else {
    pending_.push_back(std::move(source));
  }
}

void SourceWriter::statement(std::string_view source) {
  align();
  line(source);
}

void SourceWriter::field(std::string_view name, std::string_view value) {
  if (blank_) align();
  if (blank_) line({});
  fields_.push_back({name_source(name), std::string(value), std::exchange(pending_, {})});
}

void SourceWriter::list(std::string_view name, const std::vector<std::string>& elements) {
  const std::string one_line = list_source(elements);
  if (elements.size() < 2 || fits(name, one_line)) return field(name, one_line);
  align();
  line(name_source(name) + " = [");
  ++level_;
  for (const std::string& element : elements) line(element + ",");
  --level_;
  line("]");
}

void SourceWriter::open(std::string_view head) {
  align();
  line(fmt::format("{} {{", head));
  ++level_;
  fresh_ = true;
}

void SourceWriter::close() {
  align();
  blank_ = false;
  --level_;
  line("}");
}

std::string SourceWriter::finish() {
  align();
  return std::move(out_);
}

bool SourceWriter::fits(std::string_view name, std::string_view value) const {
  return level_ * kIndent.size() + columns(name) + 3 + columns(value) <= kWidth;
}

void SourceWriter::line(std::string_view text) {
  if (std::exchange(blank_, false) && !fresh_) out_ += '\n';
  fresh_ = false;
  if (text.empty()) return;
  for (std::size_t i = 0; i < level_; ++i) out_ += kIndent;
  out_ += text;
  out_ += '\n';
}

// Writes the fields that wait for their column, and the comments behind them.
void SourceWriter::align() {
  std::size_t width = 0;
  for (const Field& field : fields_) width = std::max(width, columns(field.name));
  const bool blank = std::exchange(blank_, false);
  for (const Field& field : std::exchange(fields_, {})) {
    for (const std::string& comment : field.comments) line(comment);
    const std::size_t padding = width - columns(field.name);
    std::string text;
    text.reserve(field.name.size() + padding + 3 + field.value.size());
    ((text += field.name).append(padding, ' ') += " = ") += field.value;
    line(text);
  }
  for (const std::string& comment : std::exchange(pending_, {})) line(comment);
  blank_ = blank;
}

}  // namespace perfc::syntax
