#include "compiler/migrate/source_node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace perfc {
namespace {

constexpr std::size_t kMostInline = 4;     // fields of a block on one line
constexpr std::size_t kInlineWidth = 100;  // characters of such a line without its indentation

KeyComments comments_of(const SourceNode& node, const YamlComments& comments) {
  KeyComments all;
  if (comments.none()) return all;
  for (const std::uint32_t key : node.keys) {
    KeyComments more = comments.of(key);
    std::ranges::move(more.above, std::back_inserter(all.above));
    if (more.behind.empty()) continue;
    if (all.behind.empty() && !node.block) {
      all.behind = std::move(more.behind);
    } else {
      all.above.push_back(std::move(more.behind));
    }
  }
  return all;
}

bool has_comments(const std::vector<SourceNode>& nodes, const YamlComments& comments) {
  return !comments.none() && std::ranges::any_of(nodes, [&](const SourceNode& node) {
    const KeyComments own = comments_of(node, comments);
    return !own.above.empty() || !own.behind.empty() || has_comments(node.body, comments);
  });
}

std::string value_of(const SourceNode& node) {
  return node.elements.empty() ? node.value : syntax::list_source(node.elements);
}

std::string whole_head(const SourceNode& node) { return node.base.empty() ? node.head : node.head + " : " + node.base; }

std::optional<std::string> on_one_line(const SourceNode& node, const YamlComments& comments) {
  const bool plain = std::ranges::none_of(node.body, &SourceNode::block);
  if (!plain || node.body.size() > kMostInline || has_comments(node.body, comments)) return std::nullopt;
  std::string line;
  line.reserve(kInlineWidth);
  line += whole_head(node);
  line += " { ";
  for (const SourceNode& field : node.body) {
    if (&field != &node.body.front()) line += ", ";
    line += syntax::name_source(field.head);
    line += " = ";
    line += value_of(field);
  }
  line += node.body.empty() ? "}" : " }";
  return line.size() <= kInlineWidth ? std::optional(std::move(line)) : std::nullopt;
}

void print_field(const SourceNode& node, const std::string& behind, syntax::SourceWriter& out) {
  if (!behind.empty()) {
    out.field(node.head, fmt::format("{}  # {}", value_of(node), behind));
  } else if (node.elements.empty()) {
    out.field(node.head, node.value);
  } else {
    out.list(node.head, node.elements);
  }
}

}  // namespace

void claim_keys(const std::vector<SourceNode>& nodes, YamlComments& comments) {
  if (comments.none()) return;
  for (const SourceNode& node : nodes) {
    for (const std::uint32_t key : node.keys) comments.claim(key);
    claim_keys(node.body, comments);
  }
}

bool calls_template(const std::vector<SourceNode>& nodes) {
  return std::ranges::any_of(
      nodes, [](const SourceNode& node) { return node.base.ends_with(')') || calls_template(node.body); });
}

void print_nodes(const std::vector<SourceNode>& nodes, const YamlComments& comments, syntax::SourceWriter& out) {
  bool apart = false;
  for (const SourceNode& node : nodes) {
    const auto line = node.block ? on_one_line(node, comments) : std::nullopt;
    const bool large = node.block && !line;
    if (apart || large) out.blank();
    apart = large;
    const KeyComments own = comments_of(node, comments);
    for (const std::string& comment : own.above) out.comment(comment);
    if (line) {
      out.statement(*line);
    } else if (node.block) {
      out.open(whole_head(node));
      print_nodes(node.body, comments, out);
      out.close();
    } else {
      print_field(node, own.behind, out);
    }
  }
}

}  // namespace perfc
