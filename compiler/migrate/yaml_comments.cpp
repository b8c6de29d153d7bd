#include "compiler/migrate/yaml_comments.hpp"

#include <algorithm>
#include <utility>

namespace perfc {
namespace {

constexpr std::uint32_t kNoKey = 0xFFFFFFFFU;

std::string without_mark(std::string_view comment) {
  comment.remove_prefix(1);
  if (comment.starts_with(' ')) comment.remove_prefix(1);
  while (!comment.empty() && (comment.back() == ' ' || comment.back() == '\t' || comment.back() == '\r'))
    comment.remove_suffix(1);
  return std::string(comment);
}

}  // namespace

YamlComments::YamlComments(std::string_view text, const Document& document) {
  if (text.find('#') == std::string_view::npos) return;
  walk(document, kNoKey);
  std::ranges::sort(scalars_);
  std::ranges::sort(keys_);
  find(text);
}

void YamlComments::walk(const Document& node, std::uint32_t parent) {
  if (node.kind == Document::Kind::scalar) scalars_.emplace_back(node.span.begin, node.span.end);
  for (const Document& item : node.items) walk(item, parent);
  for (const Document::Entry& entry : node.entries) {
    scalars_.emplace_back(entry.key_span.begin, entry.key_span.end);
    // What an alias brings in stands where its anchor is, and belongs there.
    if (parents_.try_emplace(entry.key_span.begin, parent).second) keys_.push_back(entry.key_span.begin);
    walk(entry.value, entry.key_span.begin);
  }
}

void YamlComments::find(std::string_view text) {
  auto scalar = scalars_.begin();
  const std::size_t first = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;  // behind a byte order mark
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at)) {
    const auto offset = static_cast<std::uint32_t>(at);
    while (scalar != scalars_.end() && scalar->second <= offset) ++scalar;
    const bool in_scalar = scalar != scalars_.end() && scalar->first <= offset;
    const bool begins = at == first || text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n';
    if (in_scalar || !begins) {
      ++at;
      continue;
    }
    const std::size_t line = std::max(text.substr(0, at).rfind('\n') + 1, first);
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const bool own_line = text.find_first_not_of(" \t", line) == at;
    auto key = std::ranges::upper_bound(keys_, offset);
    if (!own_line && key != keys_.begin()) --key;
    const bool on_line = !own_line && key != keys_.end() && *key >= line && *key < offset;
    // What stands above the first key is about the file.
    const bool of_file = key == keys_.end() || (own_line && key == keys_.begin());
    comments_.push_back({of_file ? kNoKey : *key, on_line, without_mark(text.substr(at, end - at))});
    at = end;
  }
}

void YamlComments::claim(std::uint32_t key) {
  if (!none()) claimed_.try_emplace(key);
}

void YamlComments::settle() {
  for (const Comment& comment : comments_) {
    std::uint32_t key = comment.key;
    while (key != kNoKey && !claimed_.contains(key)) key = parents_.at(key);
    if (key == kNoKey) {
      unclaimed_.push_back(comment.text);
    } else if (comment.behind && key == comment.key && claimed_[key].behind.empty()) {
      claimed_[key].behind = comment.text;
    } else {
      claimed_[key].above.push_back(comment.text);
    }
  }
}

KeyComments YamlComments::of(std::uint32_t key) const {
  const auto found = claimed_.find(key);
  return found == claimed_.end() ? KeyComments{} : found->second;
}

}  // namespace perfc
