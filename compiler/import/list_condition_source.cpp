#include "compiler/import/list_condition_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "compiler/base/ascii.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/import/config_tree.hpp"

namespace perfc {
namespace {

constexpr std::array<std::string_view, 3> kConditionKinds = {"ranges", "wildcards", "terms"};
constexpr std::string_view kNullSource = "null";

// Nothing for what the language cannot say: null, dates, infinities.
std::optional<std::string> scalar_source(const Document& node) {
  switch (resolve(node)) {
    case ScalarKind::boolean:
      return yaml_boolean(node.text) ? "true" : "false";
    case ScalarKind::integer: {
      const auto number = yaml_integer(node.text);
      return number ? std::optional(std::to_string(*number)) : std::nullopt;
    }
    case ScalarKind::floating: {
      const double number = yaml_floating(node.text);
      return std::isfinite(number) ? std::optional(yaml_text(number)) : std::nullopt;
    }
    case ScalarKind::string:
      return syntax::text_source(node.text);
    default:
      return std::nullopt;
  }
}

std::optional<std::string> value_source(const Document& node) {
  if (node.kind == Document::Kind::scalar) return scalar_source(node);
  const bool map = node.kind == Document::Kind::mapping;
  std::vector<std::string> parts;
  for (const Document& item : node.items) {
    auto part = item.kind == Document::Kind::scalar ? scalar_source(item) : std::nullopt;
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  for (const Document::Entry& entry : node.entries) {
    const auto part = entry.value.kind == Document::Kind::scalar ? scalar_source(entry.value) : std::nullopt;
    if (!part) return std::nullopt;
    parts.push_back(fmt::format("{} = {}", syntax::name_source(entry.key), *part));
  }
  if (!map) return syntax::list_source(parts);
  return parts.empty() ? std::string("{ }") : fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

bool is_integer(const Document* node, std::int64_t number) {
  return node != nullptr && node->kind == Document::Kind::scalar && resolve(*node) == ScalarKind::integer &&
         yaml_integer(node->text) == number;
}

// One pattern may stand alone or in a list.
bool has_patterns(const Document& node, const std::vector<std::string>& patterns) {
  if (node.kind == Document::Kind::scalar) return patterns.size() == 1 && node.text == patterns.front();
  return std::equal(node.items.begin(), node.items.end(), patterns.begin(), patterns.end(),
                    [](const Document& item, const std::string& pattern) { return item.text == pattern; });
}

class ConditionReader {
 public:
  explicit ConditionReader(const DerivedCondition& derived) : derived_(derived) {}

  ConditionSource read(const Document* condition) {
    if (condition != nullptr) {
      for (const Document::Entry& kind : condition->entries) read_kind(kind);
    }
    if (!seen_gpus_) take_away(kConditionKinds[0], "system_gpu_count");
    if (!seen_patterns_ && !derived_.patterns.empty()) take_away(kConditionKinds[1], "gpu");
    if (!seen_backend_) take_away(kConditionKinds[2], "backend");
    std::stable_sort(result_.entries.begin(), result_.entries.end(), [](const auto& a, const auto& b) {
      return std::find(kConditionKinds.begin(), kConditionKinds.end(), a.kind) <
             std::find(kConditionKinds.begin(), kConditionKinds.end(), b.kind);
    });
    return std::move(result_);
  }

 private:
  void take_away(std::string_view kind, std::string_view name) {
    result_.entries.push_back({kind, std::string(name), std::string(kNullSource)});
  }

  void read_kind(const Document::Entry& kind) {
    const auto* const known = std::find(kConditionKinds.begin(), kConditionKinds.end(), kind.key);
    if (known == kConditionKinds.end()) {
      result_.left.push_back(&kind);
      return;
    }
    for (const Document::Entry& entry : kind.value.entries) {
      if (is_derived(*known, entry)) continue;
      auto source = value_source(entry.value);
      if (source) {
        result_.entries.push_back({*known, entry.key, std::move(*source)});
      } else {
        result_.left.push_back(&entry);
      }
    }
  }

  // Whether the list says the same without this entry.
  bool is_derived(std::string_view kind, const Document::Entry& entry) {
    if (is_null(entry.value)) return false;
    if (kind == "ranges" && entry.key == "system_gpu_count") {
      seen_gpus_ = true;
      return derived_.gpus && entry.value.entries.size() == 2 && is_integer(entry.value.find("gte"), *derived_.gpus) &&
             is_integer(entry.value.find("lte"), *derived_.gpus);
    }
    if (kind == "wildcards" && entry.key == "gpu") {
      seen_patterns_ = true;
      return !derived_.patterns.empty() && has_patterns(entry.value, derived_.patterns);
    }
    if (kind != "terms") return false;
    if (entry.key == "backend") {
      seen_backend_ = true;
      const std::string* const text = string_of(&entry.value);
      return text != nullptr && *text == "pytorch";
    }
    if (entry.key != "stage") return false;
    const std::string* const text = string_of(&entry.value);
    if (text == nullptr || (*text != "pre_merge" && *text != "post_merge")) return false;
    result_.stage = *text;
    return true;
  }

  const DerivedCondition& derived_;
  ConditionSource result_;
  bool seen_gpus_ = false;
  bool seen_patterns_ = false;
  bool seen_backend_ = false;
};

std::string entry_source(const ConditionEntry& entry) {
  const bool block = entry.source.starts_with('{') && is_identifier(entry.name);
  return fmt::format("{}{}{}", syntax::name_source(entry.name), block ? " " : " = ", entry.source);
}

}  // namespace

ConditionSource condition_source(const ListBlock& block, const DerivedCondition& derived) {
  return ConditionReader(derived).read(block.condition ? &*block.condition : nullptr);
}

void write_condition(const std::vector<ConditionEntry>& entries, syntax::SourceWriter& out) {
  if (entries.empty()) return;
  std::vector<std::string> kinds;
  for (std::size_t i = 0; i < entries.size();) {
    std::vector<std::string> parts;
    const std::string_view kind = entries[i].kind;
    for (; i < entries.size() && entries[i].kind == kind; ++i) parts.push_back(entry_source(entries[i]));
    kinds.push_back(fmt::format("{} {{ {} }}", kind, fmt::join(parts, ", ")));
  }
  if (kinds.size() == 1) return out.statement(fmt::format("condition {{ {} }}", kinds.front()));
  out.open("condition");
  for (const std::string& kind : kinds) out.statement(kind);
  out.close();
}

}  // namespace perfc
