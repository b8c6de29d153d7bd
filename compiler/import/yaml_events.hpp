// What libyaml sees in a text, one event after another, with places in bytes.
#pragma once

#include <yaml.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/base/document.hpp"

namespace perfc {

struct YamlEvent {
  enum class Kind : std::uint8_t { document, scalar, alias, sequence, mapping, close, end };

  Kind kind = Kind::end;
  ScalarStyle style = ScalarStyle::plain;
  bool flow = false;
  // Of a node from its anchor or tag on; of a collection that begins, to where it begins, its bracket included.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view anchor;  // of an alias, the one it names
  std::string_view tag;     // as YAML resolves it; empty for none
  std::string_view text;    // of a scalar, without quotes
};

// Thrown where the text is no YAML.
struct YamlProblem {
  std::string_view words;  // what is missing, in terms of what the user wrote
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

class YamlEvents {
 public:
  // `text` has passed check_yaml_input(), and outlives this.
  explicit YamlEvents(std::string_view text);
  ~YamlEvents();
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  // Texts in it hold until the next call. Throws YamlProblem.
  const YamlEvent& next();

 private:
  [[nodiscard]] YamlProblem problem();
  [[nodiscard]] std::uint32_t offset(const yaml_mark_t& mark);
  [[nodiscard]] bool translate();  // false for an event that nobody needs

  std::string_view text_;
  std::size_t skipped_;  // a byte order mark, which libyaml does not count
  bool ascii_;
  std::size_t character_ = 0;  // where offset() was last: libyaml counts characters
  std::size_t byte_ = 0;
  std::string open_;  // collections: '[', '{', and '-' for those of block style
  yaml_parser_t parser_{};
  yaml_event_t raw_{};
  YamlEvent event_;
};

}  // namespace perfc
