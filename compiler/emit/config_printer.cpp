#include "compiler/emit/config_printer.hpp"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
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

bool ascii(std::string_view text) { return std::all_of(text.begin(), text.end(), is_plain_character); }

class Printer {
 public:
  Printer() { out_.SetIndent(2); }

  void node(const Document& node, bool flow) {
    if (node.kind == Document::Kind::scalar) {
      scalar(node.text, node.style, flow);
    } else if (node.kind == Document::Kind::sequence) {
      const bool inline_form = flow || node.flow || node.items.empty();
      out_ << (inline_form ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
      for (const Document& item : node.items) this->node(item, inline_form);
      out_ << YAML::EndSeq;
    } else {
      const bool inline_form = flow || node.flow || node.entries.empty();
      out_ << (inline_form ? YAML::Flow : YAML::Block) << YAML::BeginMap;
      for (const Document::Entry& entry : node.entries) {
        if (entry.key.size() > kLongestSimpleKey) out_ << YAML::LongKey;
        out_ << YAML::Key;
        scalar(entry.key, entry.key_style, inline_form);
        out_ << YAML::Value;
        this->node(entry.value, inline_form);
      }
      out_ << YAML::EndMap;
    }
  }

  [[nodiscard]] std::string text() const { return {out_.c_str(), out_.size()}; }

 private:
  void scalar(const std::string& text, ScalarStyle style, bool flow) {
    if (style == ScalarStyle::plain) {
      const ScalarKind kind = resolve_plain(text);
      if (kind == ScalarKind::null) {
        out_ << YAML::LowerNull << YAML::Null;
        return;
      }
      if (kind != ScalarKind::string && kind != ScalarKind::reserved) {
        as_it_is(text);
        return;
      }
    }
    quoted_as_needed(text, style, flow);
  }

  // Given a string, yaml-cpp would match each of its characters against regular expressions, which takes twenty times
  // as long as all the rest; what is written here was looked at already.
  void as_it_is(const std::string& text) { out_.WriteIntegralType(std::string_view(text)); }

  void quoted_as_needed(const std::string& text, ScalarStyle style, bool flow) {
    const bool unquoted = style == ScalarStyle::plain || style == ScalarStyle::folded;
    if (unquoted && plain_text(text, flow) && resolve_plain(text) == ScalarKind::string) {
      as_it_is(text);
    } else if (style == ScalarStyle::quoted_single && ascii(text)) {
      out_ << YAML::SingleQuoted << text;
    } else if ((style == ScalarStyle::literal || style == ScalarStyle::folded) && !flow && literal_text(text)) {
      out_ << YAML::Literal << text;
    } else {
      // Escapes leave no character that a reader could take for a line break or refuse.
      out_ << YAML::EscapeNonAscii << YAML::DoubleQuoted << text;
    }
  }

  YAML::Emitter out_;
};

}  // namespace

std::string print_yaml(const Document& map) {
  if (map.entries.empty()) return {};
  Printer printer;
  printer.node(map, false);
  return printer.text() + '\n';
}

}  // namespace perfc
