#include "compiler/emit/config_printer.hpp"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "compiler/base/yaml_scalar.hpp"

namespace perfc {
namespace {

// Beyond 1024 characters, escapes included, readers want `? key`.
constexpr std::size_t kLongestSimpleKey = 100;

bool is_plain_character(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F;
}

// Whether `text`, without quotes, reads as itself. Stricter than YAML, to hold for readers of 1.1 and of 1.2.
bool plain_text(std::string_view text, bool flow) {
  constexpr std::string_view kIndicators = ",[]{}#&*!|>'\"%@`?:- ";
  constexpr std::string_view kOfFlow = ",[]{}:?";
  if (text.empty() || text.back() == ' ' || text.back() == ':' || text == "<<" || text == "=" || text == "...")
    return false;
  const bool option = text.size() > 2 && text[0] == '-' && text.substr(1, 2) != "--" && text[1] != ' ' &&
                      kOfFlow.find(text[1]) == std::string_view::npos;
  if (kIndicators.find(text[0]) != std::string_view::npos && !option) return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
  if (flow && text.find_first_of(kOfFlow) != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), is_plain_character);
}

// Whether yaml-cpp can write a literal block that keeps every line break: it knows no indentation indicator, and only
// the one form of chomping that keeps exactly one.
bool literal_text(std::string_view text) {
  const bool one_break = text.size() > 1 && text.back() == '\n' && text[text.size() - 2] != '\n';
  const auto fits = [](char c) { return c == '\n' || is_plain_character(c) || static_cast<unsigned char>(c) >= 0x80; };
  return one_break && text.front() != ' ' && text.front() != '\n' && text.find(" \n") == std::string_view::npos &&
         text.find("\n ") == std::string_view::npos && std::all_of(text.begin(), text.end(), fits);
}

// What is written so was looked at already: neither quoted nor looked at again.
void as_it_is(YAML::Emitter& out, std::string_view text) { out.WriteIntegralType(text); }

bool ascii(std::string_view text) { return std::all_of(text.begin(), text.end(), is_plain_character); }

enum class Form : std::uint8_t {
  null,
  as_it_is,
  single,   // '...'
  literal,  // a block after |
  escaped,  // "...": escapes leave no character that a reader could take for a line break or refuse
};

Form form_of(std::string_view text, ScalarStyle style, bool flow) {
  const bool unquoted = style == ScalarStyle::plain || style == ScalarStyle::folded;
  const ScalarKind kind = unquoted ? resolve_plain(text) : ScalarKind::string;
  if (style == ScalarStyle::plain && kind == ScalarKind::null) return Form::null;
  if (style == ScalarStyle::plain && kind != ScalarKind::string && kind != ScalarKind::reserved) return Form::as_it_is;
  if (unquoted && kind == ScalarKind::string && plain_text(text, flow)) return Form::as_it_is;
  if (style == ScalarStyle::quoted_single && ascii(text)) return Form::single;
  const bool block = (style == ScalarStyle::literal || style == ScalarStyle::folded) && !flow;
  return block && literal_text(text) ? Form::literal : Form::escaped;
}

// Nearly all of a configuration is a map of short scalars, one a line, and what differs between the tests of a topology
// is nothing else. The emitter makes a stream for each scalar; for ten thousand tests that is too much. False, with
// `out` as it was, for what only the emitter can write.
bool print_lines(std::string& out, std::span<const Document::Entry> entries, std::size_t indent = 0);

bool print_scalar(std::string& out, std::string_view text, ScalarStyle style) {
  const Form form = form_of(text, style, false);
  if (form == Form::as_it_is) {
    out += text;
  } else if (form == Form::null) {
    out += "null";
  } else if (form == Form::single && text.find('\'') == std::string_view::npos) {
    ((out += '\'') += text) += '\'';
  } else if (form == Form::escaped && ascii(text) && text.find_first_of("\"\\") == std::string_view::npos) {
    ((out += '"') += text) += '"';
  } else {
    return false;
  }
  return true;
}

bool print_value(std::string& out, const Document& node, std::size_t indent) {
  if (node.kind == Document::Kind::scalar) {
    out += ' ';
    if (!print_scalar(out, node.text, node.style)) return false;
    out += '\n';
    return true;
  }
  if (node.flow || (node.items.empty() && node.entries.empty())) return false;
  out += '\n';
  if (node.kind == Document::Kind::mapping) return print_lines(out, node.entries, indent);
  return std::all_of(node.items.begin(), node.items.end(), [&](const Document& item) {
    if (item.kind != Document::Kind::scalar) return false;
    out.append(indent, ' ') += '-';
    return print_value(out, item, indent);
  });
}

bool print_lines(std::string& out, std::span<const Document::Entry> entries, std::size_t indent) {
  const std::size_t start = out.size();
  const bool all = std::all_of(entries.begin(), entries.end(), [&](const Document::Entry& entry) {
    out.append(indent, ' ');
    if (entry.key.size() > kLongestSimpleKey || !print_scalar(out, entry.key, entry.key_style)) return false;
    out += ':';
    return print_value(out, entry.value, indent + 2);
  });
  if (!all) out.resize(start);
  return all;
}

class Printer {
 public:
  Printer() { out_.SetIndent(2); }

  void map(std::span<const Document::Entry> entries, bool inline_form) {
    out_ << (inline_form ? YAML::Flow : YAML::Block) << YAML::BeginMap;
    for (const Document::Entry& entry : entries) {
      // Inside of braces yaml-cpp writes `?4` for `? 4`, which nobody reads.
      if (entry.key.size() > kLongestSimpleKey && !inline_form) out_ << YAML::LongKey;
      out_ << YAML::Key;
      scalar(entry.key, entry.key_style, inline_form);
      out_ << YAML::Value;
      node(entry.value, inline_form);
    }
    out_ << YAML::EndMap;
  }

  [[nodiscard]] std::string text() const { return {out_.c_str(), out_.size()}; }

 private:
  void node(const Document& node, bool flow) {
    if (node.kind == Document::Kind::scalar) {
      scalar(node.text, node.style, flow);
    } else if (node.kind == Document::Kind::sequence) {
      const bool inline_form = flow || node.flow || node.items.empty();
      out_ << (inline_form ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
      for (const Document& item : node.items) this->node(item, inline_form);
      out_ << YAML::EndSeq;
    } else {
      map(node.entries, flow || node.flow || node.entries.empty());
    }
  }

  void scalar(const std::string& text, ScalarStyle style, bool flow) {
    switch (form_of(text, style, flow)) {
      case Form::null:
        out_ << YAML::LowerNull << YAML::Null;
        return;
      case Form::as_it_is:
        as_it_is(out_, text);
        return;
      case Form::single:
        out_ << YAML::SingleQuoted << text;
        return;
      case Form::literal:
        out_ << YAML::Literal << text;
        return;
      case Form::escaped:
        out_ << YAML::EscapeNonAscii << YAML::DoubleQuoted << text;
        return;
    }
  }

  YAML::Emitter out_;
};

}  // namespace

std::string print_yaml(std::span<const Document::Entry> entries) {
  std::string text;
  if (print_lines(text, entries)) return text;
  Printer printer;
  printer.map(entries, false);
  return printer.text() + '\n';
}

std::string print_configuration(const Document& configuration) {
  std::string text;
  for (const Document::Entry& entry : configuration.entries) text += print_yaml({&entry, 1});
  return text;
}

}  // namespace perfc
