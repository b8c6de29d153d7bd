#include "compiler/migrate/share.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "compiler/base/ascii.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {
namespace {

// Fields, those of inner blocks too: a shorter body is better read where it is used.
constexpr std::size_t kLeastShared = 2;
// Of so many fields one may be another: with more of them changed a base would hide more than it says.
constexpr std::size_t kFieldsPerChange = 3;
// Bodies of one kind and name that another is compared with, the first ones: keeps thousands of files fast.
constexpr std::size_t kMostCompared = 64;
constexpr std::array<std::string_view, 3> kKinds = {"model", "benchmark", "worker"};

std::size_t fields_of(const std::vector<SourceNode>& nodes) {
  std::size_t count = 0;
  for (const SourceNode& node : nodes) count += node.block ? fields_of(node.body) : 1;
  return count;
}

bool may_be_shared(const SourceNode& node) {
  return node.kind == "model" || (!node.kind.empty() && fields_of(node.body) >= kLeastShared);
}

// Bases are written as words.
std::string word_of(std::string_view name) {
  std::string word;
  for (const char letter : name) word += is_identifier(std::string("_") + letter) ? letter : '_';
  return is_identifier(word) ? word : "_" + word;
}

std::string name_of(const SourceNode& node) {
  return node.kind == "model" ? node.declaration : word_of(node.declaration);
}

// The declaration in place of `node`. A model goes as a whole; a role or load stays, with the comments at its head.
SourceNode declared(const SourceNode& node, const std::string& name) {
  SourceNode made = node;
  made.head = fmt::format("{} {}", node.kind, syntax::name_source(name));
  // The name of a model is its id, unless it says another.
  if (node.kind == "model" && name != node.declaration)
    made.body.insert(made.body.begin(), SourceNode::field("id", syntax::text_source(node.declaration)));
  if (node.kind != "model") made.keys.clear();
  return made;
}

// Equal for what is one declaration. Comments count: they are as much a part of a body as what they explain.
std::string text_of(const SourceNode& node, const YamlComments& comments) {
  syntax::SourceWriter out;
  print_nodes({declared(node, name_of(node))}, comments, out);
  return out.draft();
}

std::string field_text(const SourceNode& node, const YamlComments& comments) {
  syntax::SourceWriter out;
  print_nodes({node}, comments, out);
  return out.draft();
}

// What `nodes` say otherwise than `base`, whose fields they have in the same order, and what they add behind; nothing
// where that cannot be said, because the order of keys would be another.
std::optional<std::vector<SourceNode>> changes_to(const std::vector<SourceNode>& base,
                                                  const YamlComments& base_comments,
                                                  const std::vector<SourceNode>& nodes, const YamlComments& comments) {
  if (nodes.size() < base.size()) return std::nullopt;
  std::vector<SourceNode> changes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const SourceNode& node = nodes[i];
    if (i >= base.size()) {
      changes.push_back(node);
      continue;
    }
    if (node.head != base[i].head || node.block != base[i].block) return std::nullopt;
    if (field_text(node, comments) == field_text(base[i], base_comments)) continue;
    changes.push_back(node);
    if (!node.block) continue;
    auto inner = changes_to(base[i].body, base_comments, node.body, comments);
    if (!inner) return std::nullopt;
    changes.back().body = std::move(*inner);
  }
  return changes;
}

bool worth_it(const std::vector<SourceNode>& changes, const SourceNode& whole) {
  return fields_of(changes) * kFieldsPerChange <= fields_of(whole.body);
}

void find_parts(const std::vector<SourceNode>& nodes, std::vector<const SourceNode*>& parts) {
  for (const SourceNode& node : nodes) {
    if (may_be_shared(node)) parts.push_back(&node);
    find_parts(node.body, parts);
  }
}

}  // namespace

SharedDeclarations::SharedDeclarations(const std::vector<const WrittenConfiguration*>& files,
                                       const std::set<std::string>& taken) {
  for (const WrittenConfiguration* file : files) {
    std::vector<const SourceNode*> parts;
    find_parts(file->nodes, parts);
    for (const SourceNode* part : parts) add({part, file});
  }
  name_all(taken);
}

// Finds the declaration that a part is, or is nearest to; else it is one itself.
void SharedDeclarations::add(const Part& part) {
  const SourceNode& node = *part.node;
  const auto [known, fresh] = known_.try_emplace(text_of(node, part.file->comments), found_.size());
  if (fresh) {
    std::vector<std::size_t>& alike = alike_[fmt::format("{} {} : {}", node.kind, node.declaration, node.base)];
    std::size_t fewest = std::string::npos;
    for (const std::size_t each : alike) {
      if (node.kind == "model") break;
      const Shared& other = found_[each];
      const auto changes = changes_to(other.node.body, other.file->comments, node.body, part.file->comments);
      if (!changes || !worth_it(*changes, node) || fields_of(*changes) >= fewest) continue;
      fewest = fields_of(*changes);
      known->second = each;
    }
    if (fewest == std::string::npos) {
      if (alike.size() < kMostCompared) alike.push_back(found_.size());
      found_.push_back({node, part.file, {}, false});
    }
  }
  Shared& shared = found_[known->second];
  shared.several = shared.several || shared.file != part.file;
}

void SharedDeclarations::name_all(const std::set<std::string>& taken) {
  std::map<std::string, std::set<std::string>> names;
  for (const std::string_view kind : kKinds) names[std::string(kind)] = taken;
  for (Shared& shared : found_) {
    if (!shared.several) continue;
    const std::string first = name_of(shared.node);
    std::string name = first;
    std::set<std::string>& used = names[shared.node.kind];
    for (int number = 2; used.contains(name); ++number) name = fmt::format("{}_{}", first, number);
    used.insert(name);
    shared.name = std::move(name);
  }
}

bool SharedDeclarations::empty() const {
  return std::ranges::all_of(found_, [](const Shared& shared) { return shared.name.empty(); });
}

std::string SharedDeclarations::source() const {
  std::vector<const Shared*> all;
  for (const Shared& shared : found_) {
    if (!shared.name.empty()) all.push_back(&shared);
  }
  syntax::SourceWriter out;
  out.comment("Declarations that several of the imported programs have in common.");
  out.blank();
  if (std::ranges::any_of(all, [](const Shared* shared) { return calls_template({shared->node}); })) {
    out.statement("use std.trtllm");
    out.blank();
  }
  for (const std::string_view kind : kKinds) {
    for (const Shared* shared : all) {
      if (shared->node.kind != kind) continue;
      print_nodes({declared(shared->node, shared->name)}, shared->file->comments, out);
      if (kind != "model") out.blank();
    }
    out.blank();
  }
  return out.finish();
}

bool SharedDeclarations::apply(WrittenConfiguration& file) const {
  if (!replace(file.nodes, file.comments)) return false;
  std::map<std::string, std::string> renamed;
  for (const SourceNode& node : file.nodes) {
    if (node.kind == "model" && !node.base.empty())
      renamed[syntax::name_source(node.declaration)] = syntax::name_source(node.base);
  }
  std::erase_if(file.nodes, [](const SourceNode& node) { return node.kind == "model" && !node.base.empty(); });
  for (SourceNode& topology : file.nodes) {
    for (SourceNode& field : topology.body) {
      const auto found = field.head == "model" ? renamed.find(field.value) : renamed.end();
      if (found != renamed.end()) field.value = found->second;
    }
  }
  return true;
}

bool SharedDeclarations::replace(std::vector<SourceNode>& nodes, const YamlComments& comments) const {
  bool any = false;
  for (SourceNode& node : nodes) {
    const auto known = may_be_shared(node) ? known_.find(text_of(node, comments)) : known_.end();
    if (known == known_.end() || found_[known->second].name.empty()) {
      any = replace(node.body, comments) || any;
      continue;
    }
    const Shared& shared = found_[known->second];
    auto changes = changes_to(shared.node.body, shared.file->comments, node.body, comments);
    node.body = changes ? std::move(*changes) : std::vector<SourceNode>();
    node.base = shared.name;
    any = true;
  }
  return any;
}

}  // namespace perfc
