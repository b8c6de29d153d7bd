// What a block's condition may say: ranges of counts, wildcards over names, terms of any kind.
#include <algorithm>
#include <array>
#include <string>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_tree.hpp"
#include "compiler/import/list_readers.hpp"

namespace perfc {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"ranges", "wildcards", "terms"};

std::string quoted(std::string_view key) { return "'" + std::string(key) + "'"; }

void report(Diagnostics& diags, const Document& node, std::string_view what, std::string_view wanted,
            std::string_view example) {
  diags.report(codes::list_kind, node.span, what, wanted, kind_of(node)).advise("for example " + std::string(example));
}

// Null says nothing and is no error. `what` is quoted already.
bool expect_map(Diagnostics& diags, const Document& node, std::string_view what, std::string_view example) {
  if (node.kind == Document::Kind::mapping) return true;
  if (!is_null(node)) report(diags, node, what, "a map", example);
  return false;
}

void check_range(const Document::Entry& quantity, Diagnostics& diags) {
  const std::string example = quantity.key + ": {gte: 4, lte: 8}";
  if (!expect_map(diags, quantity.value, quoted(quantity.key), example)) return;
  for (const Document::Entry& bound : quantity.value.entries) {
    if (std::find(kRangeBounds.begin(), kRangeBounds.end(), bound.key) == kRangeBounds.end()) {
      report_key(diags, bound, "a range", kRangeBounds);
      continue;
    }
    const Document& value = bound.value;
    const bool scalar = value.kind == Document::Kind::scalar;
    const ScalarKind kind = scalar ? resolve(value) : ScalarKind::string;
    if (!scalar || (kind != ScalarKind::integer && kind != ScalarKind::floating)) {
      report(diags, value, quoted(bound.key), "a number", example);
    }
  }
}

bool is_pattern(const Document& node) {
  return node.kind == Document::Kind::scalar && resolve(node) == ScalarKind::string;
}

void check_wildcard(const Document::Entry& name, Diagnostics& diags) {
  const std::string example = name.key + ": '*gb200*'";
  if (is_null(name.value) || is_pattern(name.value)) return;
  if (name.value.kind != Document::Kind::sequence) {
    report(diags, name.value, quoted(name.key), "a text or a list of texts", example);
    return;
  }
  for (const Document& item : name.value.items) {
    if (!is_pattern(item)) report(diags, item, "a pattern of " + quoted(name.key), "a text", example);
  }
}

void check_term(const Document::Entry& term, Diagnostics& diags) {
  const std::string example = term.key + ": value, or a list of values";
  if (term.value.kind == Document::Kind::mapping) {
    report(diags, term.value, quoted(term.key), "a value or a list of values", example);
  }
  for (const Document& item : term.value.items) {
    if (item.kind != Document::Kind::scalar) report(diags, item, "a value of " + quoted(term.key), "a value", example);
  }
}

struct Kind {
  std::string_view name;
  std::string_view example;
  void (*check)(const Document::Entry& entry, Diagnostics& diags);
};
constexpr std::array kChecks = {
    Kind{"ranges", "ranges: {system_gpu_count: {gte: 4}}", check_range},
    Kind{"wildcards", "wildcards: {gpu: ['*gb200*']}", check_wildcard},
    Kind{"terms", "terms: {stage: post_merge}", check_term},
};

}  // namespace

void check_condition(const Document& condition, Diagnostics& diags) {
  if (!expect_map(diags, condition, "'condition'", "condition: {terms: {stage: post_merge}}")) return;
  for (const Document::Entry& entry : condition.entries) {
    bool known = false;
    for (const Kind& kind : kChecks) {
      if (entry.key != kind.name) continue;
      known = true;
      if (!expect_map(diags, entry.value, quoted(entry.key), kind.example)) break;
      for (const Document::Entry& each : entry.value.entries) kind.check(each, diags);
    }
    if (!known) report_key(diags, entry, "a condition", kKinds);
  }
}

}  // namespace perfc
