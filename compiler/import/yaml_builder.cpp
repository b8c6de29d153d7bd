#include "compiler/import/yaml_builder.hpp"

#include <yaml-cpp/mark.h>

#include <algorithm>

#include "compiler/diag/codes.hpp"
#include "compiler/import/yaml_input.hpp"
#include "compiler/import/yaml_merge.hpp"
#include "compiler/import/yaml_tag.hpp"

namespace perfc {
namespace {

constexpr unsigned kMostLevels = 256;
// What aliases may add to a document: far more than any configuration needs, far less than a memory.
constexpr std::size_t kMostExpandedMebibytes = 64;
constexpr std::size_t kManyKeys = 16;

// yaml-cpp writes the escapes \N and \_ as one byte each, which is no UTF-8; nothing else of a checked text can be.
std::string with_valid_escapes(const std::string& text) {
  std::string valid;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter next = decode_utf8(std::string_view(text).substr(at));
    if (next.length == 0) {
      valid += '\xC2';
    }
    const std::size_t length = std::max<std::size_t>(next.length, 1);
    valid.append(text, at, length);
    at += length;
  }
  return valid;
}

struct Size {
  std::size_t weight = 0;
  std::size_t depth = 0;
};

Size measure(const Document& node) {
  Size size{sizeof(Document) + node.text.size(), 0};
  const auto add = [&](const Document& child) {
    const Size part = measure(child);
    size.weight += part.weight;
    size.depth = std::max(size.depth, part.depth + 1);
  };
  for (const Document& item : node.items) {
    add(item);
  }
  for (const Document::Entry& entry : node.entries) {
    size.weight += entry.key.size();
    add(entry.value);
  }
  return size;
}

}  // namespace

YamlBuilder::YamlBuilder(std::string_view text, FileId file, std::uint32_t skipped, Diagnostics& diags)
    : text_(text), file_(file), skipped_(skipped), diags_(diags), places_(text) {
  advance(skipped, skipped);
}

std::uint32_t YamlBuilder::offset(const YAML::Mark& mark) const {
  const std::size_t pos = mark.pos < 0 ? places_.read() : static_cast<std::size_t>(mark.pos) + skipped_;
  return static_cast<std::uint32_t>(std::min(pos, text_.size()));
}

void YamlBuilder::advance(std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t tab = places_.advance(begin, end);
  if (tab != YamlPlaces::kNone) {
    diags_.report(codes::yaml_tab, span(tab, tab + 1)).advise("write spaces");
    stop();
  }
}

void YamlBuilder::finish() {
  const auto end = static_cast<std::uint32_t>(text_.size());
  advance(end, end);
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (root_) {
    const std::uint32_t begin = offset(mark);
    diags_.report(codes::yaml_documents, span(begin, std::min(begin + 3, static_cast<std::uint32_t>(text_.size()))))
        .advise("write each document into a file of its own");
    stop();
  }
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::uint32_t column = open_.empty() ? 0 : open_.back().column;
  const bool is_key = !open_.empty() && open_.back().node.kind == Document::Kind::mapping && !open_.back().has_key;
  const bool nested = !open_.empty() && !open_.back().bracketed && !is_key;
  const YamlPlaces::Scalar place = places_.null(offset(mark), column, nested);
  if (place.begin == place.end) {
    check_nothing(is_key);
  }
  take_scalar(place, std::string(text_.substr(place.begin, place.end - place.begin)), "?", anchor);
}

// An empty place may stand for a value, after a ':', but not for a key; yaml-cpp lets both pass.
void YamlBuilder::check_nothing(bool is_key) {
  if (open_.empty() || open_.back().node.kind != Document::Kind::mapping) {
    return;
  }
  const Span last = is_key ? span(places_.read(), places_.read()) : open_.back().key.span;
  if (is_key) {
    diags_.report(codes::yaml_syntax, last, "a ':' that follows no key");
    stop();
  }
  if (!open_.back().node.flow && !places_.has_value(last.begin, last.end)) {
    diags_.report(codes::yaml_syntax, last, "a key without ':'");
    stop();
  }
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  const std::uint32_t begin = offset(mark);
  const std::uint32_t column = open_.empty() ? 0 : open_.back().column;
  // yaml-cpp gives the tag "!" to every quoted scalar, and to one that has it.
  const bool tagged = tag != "!" || (begin < text_.size() && text_[begin] == '!');
  const YamlPlaces::Scalar place = places_.scalar(begin, value, column);
  if (!place.closed) {
    diags_.report(codes::yaml_syntax, span(place.begin, place.begin + 1), "the quoted text is not closed");
    stop();
  }
  std::string text = place.style == ScalarStyle::quoted_double ? with_valid_escapes(value) : value;
  const std::size_t last = text.find_last_not_of('\n');
  if (const auto breaks = places_.kept_breaks(place); breaks && last != std::string::npos) {
    text.replace(last + 1, std::string::npos, *breaks, '\n');
  }
  take_scalar(place, std::move(text), tagged ? tag : "?", anchor);
}

void YamlBuilder::take_scalar(YamlPlaces::Scalar place, std::string text, std::string_view tag, YAML::anchor_t anchor) {
  advance(place.begin, place.end);
  Document node;
  node.style = place.style;
  node.text = std::move(text);
  node.span = span(place.begin, place.end);
  if (!apply_tag(tag, node, diags_)) {
    stop();
  }
  remember(anchor, node);
  add(std::move(node));
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::uint32_t begin = offset(mark);
  std::uint32_t end = begin + 1;
  while (end < text_.size() && std::string_view(" \t\r\n,[]{}").find(text_[end]) == std::string_view::npos) {
    ++end;
  }
  advance(begin, end);
  const Anchored& target = anchors_[anchor];
  if (!target.complete) {
    diags_.report(codes::yaml_cycle, span(begin, end), text_.substr(begin, end - begin));
    stop();
  }
  expanded_ += target.weight;
  if (expanded_ > kMostExpandedMebibytes << 20U) {
    diags_.report(codes::yaml_expansion, span(begin, end), kMostExpandedMebibytes);
    stop();
  }
  if (open_.size() + target.depth > kMostLevels) {
    diags_.report(codes::too_deep, span(begin, end), kMostLevels);
    stop();
  }
  add(target.node);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value style) {
  open(Document::Kind::sequence, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  open(Document::Kind::mapping, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

void YamlBuilder::open(Document::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       bool flow) {
  const std::uint32_t begin =
      std::min(places_.after_properties(offset(mark)), static_cast<std::uint32_t>(text_.size()));
  Frame frame;
  frame.node.kind = kind;
  frame.node.flow = flow;
  frame.node.span = span(begin, begin);
  frame.anchor = anchor;
  frame.column = places_.column(begin);
  frame.bracketed = begin < text_.size() && (text_[begin] == '[' || text_[begin] == '{') && flow;
  advance(begin, frame.bracketed ? begin + 1 : begin);
  if (!apply_tag(tag, frame.node, diags_)) {
    stop();
  }
  if (open_.size() >= kMostLevels) {
    diags_.report(codes::too_deep, span(begin, begin), kMostLevels);
    stop();
  }
  if (anchor != 0) {
    anchors_[anchor] = {};
  }
  open_.push_back(std::move(frame));
}

void YamlBuilder::close() {
  Frame frame = std::move(open_.back());
  open_.pop_back();
  std::uint32_t end = std::max(places_.read(), frame.node.span.begin);
  if (frame.bracketed) {
    const std::uint32_t bracket = places_.closing(end);
    advance(bracket, bracket + 1);
    end = bracket + 1;
  }
  frame.node.span.end = std::min(end, static_cast<std::uint32_t>(text_.size()));
  if (frame.node.kind == Document::Kind::mapping && !resolve_merge_keys(frame.node, diags_)) {
    stop();
  }
  remember(frame.anchor, frame.node);
  add(std::move(frame.node));
}

void YamlBuilder::remember(YAML::anchor_t anchor, const Document& node) {
  if (anchor != 0) {
    const Size size = measure(node);
    anchors_[anchor] = {node, size.weight, size.depth, true};
  }
}

void YamlBuilder::add(Document node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& parent = open_.back();
  if (parent.node.kind == Document::Kind::sequence) {
    parent.node.items.push_back(std::move(node));
  } else if (parent.has_key) {
    add_entry(parent, std::move(node));
  } else if (node.kind == Document::Kind::scalar) {
    parent.key = std::move(node);
    parent.has_key = true;
  } else {
    diags_.report(codes::yaml_key, node.span, node.kind == Document::Kind::mapping ? "map" : "list");
    stop();
  }
}

const Document::Entry* YamlBuilder::earlier(Frame& map, const std::string& key) const {
  const std::vector<Document::Entry>& entries = map.node.entries;
  if (entries.size() < kManyKeys) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
  }
  for (std::size_t i = map.keys.size(); i < entries.size(); ++i) {
    map.keys.emplace(entries[i].key, i);
  }
  const auto found = map.keys.find(key);
  return found == map.keys.end() ? nullptr : &entries[found->second];
}

void YamlBuilder::add_entry(Frame& map, Document value) {
  map.has_key = false;
  if (const Document::Entry* first = earlier(map, map.key.text)) {
    diags_.report(codes::yaml_duplicate_key, map.key.span, map.key.text)
        .note(first->key_span, "written here already")
        .advise("keep one of the two");
    return;
  }
  map.node.entries.push_back({std::move(map.key.text), map.key.style, map.key.span, std::move(value)});
}

}  // namespace perfc
