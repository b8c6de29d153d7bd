#include "compiler/import/yaml_builder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "compiler/diag/codes.hpp"
#include "compiler/import/yaml_merge.hpp"
#include "compiler/import/yaml_tag.hpp"

namespace perfc {
namespace {

constexpr unsigned kMostLevels = 256;
// What aliases may add to a document: far more than any configuration needs, far less than a memory.
constexpr std::size_t kMostExpandedMebibytes = 64;
constexpr std::size_t kManyKeys = 16;

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

// The parts from `first` on, in a vector of just their number.
template <class Part>
std::vector<Part> taken(std::vector<Part>& parts, std::size_t first) {
  const auto begin = parts.begin() + static_cast<std::ptrdiff_t>(first);
  std::vector<Part> result(std::make_move_iterator(begin), std::make_move_iterator(parts.end()));
  parts.erase(begin, parts.end());
  return result;
}

}  // namespace

void report_yaml_tab(Span place, Diagnostics& diags) { diags.report(codes::yaml_tab, place).advise("write spaces"); }

YamlBuilder::YamlBuilder(std::string_view text, std::string_view form, FileId file, Diagnostics& diags)
    : text_(text), form_(form), file_(file), diags_(diags), places_(text) {}

bool YamlBuilder::take(const YamlEvent& event) {
  switch (event.kind) {
    case YamlEvent::Kind::document:
      document(event);
      return true;
    case YamlEvent::Kind::scalar:
      scalar(event);
      return true;
    case YamlEvent::Kind::alias:
      alias(event);
      return true;
    case YamlEvent::Kind::sequence:
    case YamlEvent::Kind::mapping:
      open(event);
      return true;
    case YamlEvent::Kind::close:
      close(event);
      return true;
    case YamlEvent::Kind::end:
      break;
  }
  const auto end = static_cast<std::uint32_t>(text_.size());
  advance(end, end);
  return false;
}

void YamlBuilder::advance(std::uint32_t begin, std::uint32_t end, bool plain) {
  const std::uint32_t tab = places_.advance(begin, end, plain);
  if (tab != YamlPlaces::kNone) {
    report_yaml_tab(span(tab, tab + 1), diags_);
    stop();
  }
}

void YamlBuilder::document(const YamlEvent& event) {
  if (root_) {
    const auto size = static_cast<std::uint32_t>(text_.size());
    diags_.report(codes::yaml_documents, span(event.begin, std::min(event.begin + 3, size)))
        .advise("write each document into a file of its own");
    stop();
  }
}

void YamlBuilder::scalar(const YamlEvent& event) {
  const std::uint32_t begin = std::min(places_.after_properties(event.begin), event.end);
  const bool block = event.style == ScalarStyle::literal || event.style == ScalarStyle::folded;
  const std::uint32_t end = block ? places_.block_end(begin, event.end) : event.end;
  advance(begin, end, event.style == ScalarStyle::plain);
  const bool is_key = !open_.empty() && open_.back().node.kind == Document::Kind::mapping && !open_.back().has_key;
  if (is_key && begin == end) {
    diags_.report(codes::yaml_syntax, span(begin, end), form_, "a ':' that follows no key");
    stop();
  }
  Document node;
  node.style = event.style;
  node.text = event.text;
  node.span = span(begin, end);
  tag(event.tag, node);
  if (!event.anchor.empty()) remember(std::string(event.anchor), node);
  add(std::move(node));
}

void YamlBuilder::alias(const YamlEvent& event) {
  advance(event.begin, event.end);
  const Span place = span(event.begin, event.end);
  const auto target = anchors_.find(std::string(event.anchor));
  if (target == anchors_.end()) {
    diags_.report(codes::yaml_syntax, place, form_, "an alias of an anchor that no line above defines");
    stop();
  }
  const Anchored& anchored = target->second;
  if (!anchored.complete) {
    diags_.report(codes::yaml_cycle, place, text_.substr(event.begin, event.end - event.begin));
    stop();
  }
  expanded_ += anchored.weight;
  if (expanded_ > kMostExpandedMebibytes << 20U) {
    diags_.report(codes::yaml_expansion, place, kMostExpandedMebibytes);
    stop();
  }
  if (open_.size() + anchored.depth > kMostLevels) {
    diags_.report(codes::too_deep, place, kMostLevels);
    stop();
  }
  add(Document(anchored.node));
}

void YamlBuilder::open(const YamlEvent& event) {
  const bool sequence = event.kind == YamlEvent::Kind::sequence;
  Frame frame;
  frame.node.kind = sequence ? Document::Kind::sequence : Document::Kind::mapping;
  frame.node.flow = event.flow;
  frame.bracketed = event.flow && event.begin < event.end && text_[event.end - 1] == (sequence ? '[' : '{');
  // The event of a list that is not indented takes its first '-' in.
  const bool dash = sequence && event.begin < event.end && text_[event.end - 1] == '-';
  const std::uint32_t begin = frame.bracketed || dash ? event.end - 1 : event.flow ? event.begin : event.end;
  frame.node.span = span(begin, begin);
  frame.first = sequence ? items_.size() : entries_.size();
  advance(begin, frame.bracketed ? event.end : begin);
  tag(event.tag, frame.node);
  if (open_.size() >= kMostLevels) {
    diags_.report(codes::too_deep, span(begin, begin), kMostLevels);
    stop();
  }
  if (!event.anchor.empty()) {
    frame.anchor = event.anchor;
    anchors_[frame.anchor] = {};
  }
  open_.push_back(std::move(frame));
}

void YamlBuilder::close(const YamlEvent& event) {
  Frame frame = std::move(open_.back());
  open_.pop_back();
  if (frame.bracketed) advance(event.begin, event.end);
  frame.node.span.end = std::max(places_.read(), frame.node.span.begin);
  if (frame.node.kind == Document::Kind::sequence) {
    frame.node.items = taken(items_, frame.first);
  } else {
    frame.node.entries = taken(entries_, frame.first);
    if (!resolve_merge_keys(frame.node, diags_)) stop();
  }
  if (!frame.anchor.empty()) remember(frame.anchor, frame.node);
  add(std::move(frame.node));
}

void YamlBuilder::tag(std::string_view tag, Document& node) {
  if (!tag.empty() && !apply_tag(tag, node, diags_)) stop();
}

void YamlBuilder::remember(const std::string& anchor, const Document& node) {
  const Size size = measure(node);
  anchors_[anchor] = {node, size.weight, size.depth, true};
}

void YamlBuilder::add(Document&& node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& parent = open_.back();
  if (parent.node.kind == Document::Kind::sequence) {
    items_.push_back(std::move(node));
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
  const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(map.first);
  const auto count = static_cast<std::size_t>(entries_.end() - begin);
  if (count < kManyKeys) {
    const auto found = std::find_if(begin, entries_.end(), [&](const auto& entry) { return entry.key == key; });
    return found == entries_.end() ? nullptr : &*found;
  }
  for (std::size_t i = map.keys.size(); i < count; ++i) {
    map.keys.emplace(entries_[map.first + i].key, map.first + i);
  }
  const auto found = map.keys.find(key);
  return found == map.keys.end() ? nullptr : &entries_[found->second];
}

void YamlBuilder::add_entry(Frame& map, Document&& value) {
  map.has_key = false;
  if (const Document::Entry* first = earlier(map, map.key.text)) {
    diags_.report(codes::yaml_duplicate_key, map.key.span, map.key.text)
        .note(first->key_span, "written here already")
        .advise("keep one of the two");
    return;
  }
  Document::Entry& entry = entries_.emplace_back();
  entry.key = std::move(map.key.text);
  entry.key_style = map.key.style;
  entry.key_span = map.key.span;
  entry.value = std::move(value);
}

}  // namespace perfc
