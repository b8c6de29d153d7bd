#include "compiler/syntax/source_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "compiler/base/ascii.hpp"
#include "compiler/syntax/layout.hpp"
#include "compiler/syntax/reserved.hpp"

namespace perfc::syntax {
namespace {

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }

std::string quoted(char quote, std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += quote;
  out += text;
  return out += quote;
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
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c); });
  const bool wants_raw =
      text.find_first_of("\"\\") != std::string_view::npos || text.find("${") != std::string_view::npos;
  if (plain && !wants_raw) return quoted('"', text);
  if (plain && text.find('\'') == std::string_view::npos) return quoted('\'', text);
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
  std::string source = fmt::format("# {}", text);
  // A line break of any kind would end the comment.
  std::replace_if(
      source.begin(), source.end(), [](char c) { return !is_plain(c) && c != '\t'; }, ' ');
  line(source);
}

void SourceWriter::field(std::string_view name, std::string_view value) {
  out_ += name_source(name);
  out_ += " = ";
  line(value);
}

void SourceWriter::list(std::string_view name, const std::vector<std::string>& elements) {
  field(name, list_source(elements));
}

std::string SourceWriter::finish() const { return layout(out_); }

void SourceWriter::line(std::string_view text) {
  out_ += text;
  out_ += '\n';
}

}  // namespace perfc::syntax
