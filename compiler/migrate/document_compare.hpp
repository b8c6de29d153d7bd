// In what one configuration differs from another, as a topology's `configuration { }` says it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/document.hpp"

namespace perfc {

// Whether PyYAML reads the same value of the same type from both, the keys of all maps in the same order.
[[nodiscard]] bool same_document(const Document& a, const Document& b);

// The path of the first place where they differ, in the order of `wanted`; empty where that is the whole.
[[nodiscard]] std::string first_difference(const Document& made, const Document& wanted);

// What makes of one document another: paths as in ConfigShape.
struct DocumentChanges {
  std::vector<std::string> without;
  std::vector<std::string> keys;
  std::vector<std::pair<std::string, std::vector<std::string>>> order;
  Document set;  // a map, in the order of what is wanted

  [[nodiscard]] bool empty() const { return without.empty() && keys.empty() && order.empty() && set.entries.empty(); }
};
// From `made` to `wanted`, both maps; what either has under the key `passed_over` is not looked at.
[[nodiscard]] DocumentChanges changes_between(const Document& made, const Document& wanted,
                                              std::string_view passed_over = {});
// Both of them, one after the other.
void add_changes(DocumentChanges& changes, DocumentChanges more);

// What a document holds that the language has no literal for, in words, and its place: a date, a key that is no text.
struct Inexpressible {
  std::string what;
  Span span;
};
[[nodiscard]] std::optional<Inexpressible> inexpressible(const Document& document);

}  // namespace perfc
