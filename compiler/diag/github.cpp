// Workflow commands: `::error file=a.perf,line=3,col=5,endLine=3,endColumn=9,title=E202::message`. GitHub takes columns
// only where the place ends on the line on which it begins.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "compiler/diag/formats.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/diag/order.hpp"
#include "compiler/diag/places.hpp"

namespace perfc {
namespace {

enum class Where : unsigned char { property, message };

std::string escaped(std::string_view text, Where where) {
  std::string result;
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    const char c = text[0];
    const bool special = c == '%' || c == '\r' || c == '\n' || (where == Where::property && (c == ':' || c == ','));
    if (special) {
      result += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      result += c == '\t' ? std::string_view("\t") : glyph.shown;
    }
    text.remove_prefix(glyph.bytes);
  }
  return result;
}

std::string_view command(Level level) {
  if (level == Level::note) return "notice";
  return name_of(level);
}

// A place as GitHub shows it in a text.
std::string spelt(Span span, const Sources& sources, Places& places) {
  const Position position = places.at(span.file, span.begin);
  return fmt::format("{}:{}:{}", sources[span.file].path, position.line, position.column);
}

}  // namespace

std::string render_github(const Diagnostics& diags, const Sources& sources) {
  Places places(sources);
  std::string out;
  for (const Diagnostic* diagnostic : ordered(diags)) {
    const std::string title = fmt::format("perfc {}", diagnostic->code.empty() ? diagnostic->rule : diagnostic->code);
    out += fmt::format("::{} ", command(diagnostic->level));
    const Span span = diagnostic->span;
    if (span.known()) {
      const Position begin = places.at(span.file, span.begin);
      const Position end = places.at(span.file, std::max(span.begin, span.end));
      out += fmt::format("file={},line={},", escaped(sources[span.file].path, Where::property), begin.line);
      if (begin.line == end.line) {
        out += fmt::format("col={},endLine={},endColumn={},", begin.column, end.line, end.column);
      } else {
        out += fmt::format("endLine={},", end.line);
      }
    }
    std::string message = diagnostic->message;
    for (const std::string& help : diagnostic->help) message += "\nhelp: " + help;
    for (const Related& each : diagnostic->related) {
      message +=
          each.span.known() ? fmt::format("\n{}: {}", spelt(each.span, sources, places), each.text) : "\n" + each.text;
    }
    out += fmt::format("title={}::{}\n", escaped(title, Where::property), escaped(message, Where::message));
  }
  return out;
}

}  // namespace perfc
