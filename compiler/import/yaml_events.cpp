#include "compiler/import/yaml_events.hpp"

#include <algorithm>
#include <new>

#include "compiler/base/ascii.hpp"
#include "compiler/import/yaml_words.hpp"

namespace perfc {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string_view view(const unsigned char* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

ScalarStyle style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return ScalarStyle::quoted_single;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return ScalarStyle::quoted_double;
    case YAML_LITERAL_SCALAR_STYLE:
      return ScalarStyle::literal;
    case YAML_FOLDED_SCALAR_STYLE:
      return ScalarStyle::folded;
    default:
      return ScalarStyle::plain;
  }
}

}  // namespace

YamlEvents::YamlEvents(std::string_view text)
    : text_(text), skipped_(text.starts_with("\xEF\xBB\xBF") ? 3U : 0U), ascii_(is_ascii(text)) {
  if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  text.remove_prefix(skipped_);
  yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

YamlEvents::~YamlEvents() {
  yaml_event_delete(&raw_);
  yaml_parser_delete(&parser_);
}

const YamlEvent& YamlEvents::next() {
  do {
    yaml_event_delete(&raw_);
    if (yaml_parser_parse(&parser_, &raw_) == 0) throw problem();
  } while (!translate());
  return event_;
}

YamlProblem YamlEvents::problem() {
  if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
  const std::string_view said = parser_.problem == nullptr ? std::string_view() : std::string_view(parser_.problem);
  const std::string_view context = parser_.context == nullptr ? std::string_view() : std::string_view(parser_.context);
  const std::uint32_t begin = offset(parser_.context_mark);
  const std::uint32_t place = offset(parser_.problem_mark);
  const char there = place < text_.size() ? text_[place] : open_.empty() ? '\0' : open_.back();
  const std::size_t before = text_.substr(0, place).find_last_not_of(" \t");
  const bool first = before == std::string_view::npos || text_[before] == '\n';
  const YamlWords words = yaml_words(said, context, there, first);
  const std::uint32_t next = std::min(place + 1, static_cast<std::uint32_t>(text_.size()));
  if (!words.at_begin || begin >= place) return {words.words, place, next};
  // No further than the line.
  const std::string_view line = text_.substr(begin, std::min<std::size_t>(place, text_.find('\n', begin)) - begin);
  return {words.words, begin, static_cast<std::uint32_t>(begin + line.find_last_not_of(" \t\r") + 1)};
}

// Marks come nearly in order, so it is never far to the next one.
std::uint32_t YamlEvents::offset(const yaml_mark_t& mark) {
  if (ascii_) return static_cast<std::uint32_t>(std::min(mark.index, text_.size()));
  const std::string_view text = text_.substr(skipped_);
  for (; character_ < mark.index && byte_ < text.size(); ++character_) {
    ++byte_;
    while (byte_ < text.size() && continues_character(text[byte_])) ++byte_;
  }
  for (; character_ > mark.index; --character_) {
    --byte_;
    while (byte_ > 0 && continues_character(text[byte_])) --byte_;
  }
  return static_cast<std::uint32_t>(byte_ + skipped_);
}

bool YamlEvents::translate() {
  event_ = {};
  event_.begin = offset(raw_.start_mark);
  event_.end = offset(raw_.end_mark);
  switch (raw_.type) {
    case YAML_DOCUMENT_START_EVENT:
      event_.kind = YamlEvent::Kind::document;
      return true;
    case YAML_ALIAS_EVENT:
      event_.kind = YamlEvent::Kind::alias;
      event_.anchor = view(raw_.data.alias.anchor);
      return true;
    case YAML_SCALAR_EVENT: {
      const auto& scalar = raw_.data.scalar;
      event_.kind = YamlEvent::Kind::scalar;
      event_.style = style_of(scalar.style);
      event_.anchor = view(scalar.anchor);
      event_.text = {reinterpret_cast<const char*>(scalar.value), scalar.length};
      // libyaml takes the tag "!" away from a quoted text, and says of it what it says of plain ones.
      const bool unspecific = scalar.plain_implicit != 0 && event_.style != ScalarStyle::plain;
      event_.tag = unspecific ? std::string_view("!") : view(scalar.tag);
      return true;
    }
    case YAML_SEQUENCE_START_EVENT:
      event_.kind = YamlEvent::Kind::sequence;
      event_.flow = raw_.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
      open_ += event_.flow ? '[' : '-';
      event_.anchor = view(raw_.data.sequence_start.anchor);
      event_.tag = view(raw_.data.sequence_start.tag);
      return true;
    case YAML_MAPPING_START_EVENT:
      event_.kind = YamlEvent::Kind::mapping;
      event_.flow = raw_.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
      open_ += event_.flow ? '{' : '-';
      event_.anchor = view(raw_.data.mapping_start.anchor);
      event_.tag = view(raw_.data.mapping_start.tag);
      return true;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      event_.kind = YamlEvent::Kind::close;
      open_.pop_back();
      return true;
    case YAML_STREAM_END_EVENT:
      event_.kind = YamlEvent::Kind::end;
      return true;
    default:
      return false;
  }
}

}  // namespace perfc
