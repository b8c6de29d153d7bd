// Makes statements and expressions out of YAML nodes, in the arena of a tree.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc {

using Statements = std::vector<const syntax::Statement*>;

class ConfigTree {
 public:
  ConfigTree(syntax::Tree& tree, Diagnostics& diags) : arena_(tree.arena.get()), diags_(diags) {}

  // A scalar by its kind in PyYAML, a list, or a map literal.
  [[nodiscard]] const syntax::Expr* value(const Document& node);
  [[nodiscard]] const syntax::Expr* string(std::string_view text, Span span);
  [[nodiscard]] const syntax::Expr* integer(std::int64_t number, Span span);
  [[nodiscard]] const syntax::Expr* list(const std::vector<const syntax::Expr*>& items, Span span);
  [[nodiscard]] const syntax::Expr* call(std::string_view function, const std::vector<const syntax::Expr*>& arguments,
                                         Span span);

  [[nodiscard]] const syntax::Statement* assign(std::string_view name, Span name_span, const syntax::Expr* value);
  // `name count { ... }`; `count` may be null.
  [[nodiscard]] const syntax::Statement* block(std::string_view name, Span name_span, const Statements& statements,
                                               Span span, const syntax::Expr* count = nullptr);
  // `key = value`, or `key { ... }` for a map.
  [[nodiscard]] const syntax::Statement* entry(const Document::Entry& entry);
  [[nodiscard]] Statements entries(const Document& map);
  [[nodiscard]] const syntax::Body* body(const Statements& statements, Span span);

  // Whether `node` is a map; null counts as none without a word, everything else is reported. `what` names it:
  // 'benchmark'.
  [[nodiscard]] bool expect_map(const Document& node, std::string_view what);
  [[nodiscard]] Diagnostics& diags() { return diags_; }

 private:
  template <class Node>
  [[nodiscard]] Node* make();
  template <class Node>
  [[nodiscard]] std::span<const Node* const> keep(const std::vector<const Node*>& nodes);
  [[nodiscard]] const syntax::Expr* scalar(const Document& node);
  [[nodiscard]] const syntax::Expr* map(const Document& node);

  std::pmr::memory_resource* arena_;
  Diagnostics& diags_;
};

// "a map", "a list", "a text", "a number" ...
[[nodiscard]] std::string_view kind_of(const Document& node);
// Reports that `what` must be `wanted`.
void report_kind(Diagnostics& diags, const Document& node, std::string_view what, std::string_view wanted);
// Reports what stands under `key`, named `what`, when it is neither a scalar nor absent.
void expect_text(const Document& map, std::string_view key, std::string_view what, Diagnostics& diags);
[[nodiscard]] bool is_null(const Document& node);
// The place of a part of a scalar's text, the whole scalar where escapes or line breaks leave no exact place.
[[nodiscard]] Span part_of(const Document& scalar, std::string_view text, std::string_view part);
// The entry whose key is most likely meant to be `key`, one of those `known`; null when there is none.
[[nodiscard]] const Document::Entry* misspelt(const Document& map, std::string_view key,
                                              std::span<const std::string_view> known);
// The text of a scalar when it is a string, else null.
[[nodiscard]] const std::string* string_of(const Document* node);

}  // namespace perfc
