#include "compiler/migrate/document_compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "compiler/base/key_order.hpp"
#include "compiler/base/yaml_scalar.hpp"

namespace perfc {
namespace {

bool same_scalar(const Document& a, const Document& b) {
  const bool alike = (a.style == ScalarStyle::plain) == (b.style == ScalarStyle::plain);
  if (alike && a.text == b.text) return true;
  const ScalarKind kind = resolve(a);
  if (kind != resolve(b)) return false;
  switch (kind) {
    case ScalarKind::null:
      return true;
    case ScalarKind::boolean:
      return yaml_boolean(a.text) == yaml_boolean(b.text);
    case ScalarKind::integer: {
      const auto left = yaml_integer(a.text);
      const auto right = yaml_integer(b.text);
      return left && right ? *left == *right : a.text == b.text;
    }
    case ScalarKind::floating: {
      const double left = yaml_floating(a.text);
      const double right = yaml_floating(b.text);
      return left == right || (std::isnan(left) && std::isnan(right));
    }
    default:
      return a.text == b.text;
  }
}

ScalarKind kind_of_key(const Document::Entry& entry) {
  return entry.key_style == ScalarStyle::plain ? resolve_plain(entry.key) : ScalarKind::string;
}

bool same_entry(const Document::Entry& a, const Document::Entry& b) {
  if (a.key != b.key) return false;
  const bool alike = (a.key_style == ScalarStyle::plain) == (b.key_style == ScalarStyle::plain);
  return (alike || kind_of_key(a) == kind_of_key(b)) && same_document(a.value, b.value);
}

std::string below(const std::string& path, const std::string& key) {
  if (path.empty() || key.empty()) return path.empty() ? key : path;
  return fmt::format("{}.{}", path, key);
}

// Those of `made` that stay, then those that are set.
std::vector<std::string_view> keys_after(const Document& made, const Document& wanted) {
  std::vector<std::string_view> keys;
  for (const Document::Entry& entry : made.entries) {
    if (wanted.find(entry.key) != nullptr) keys.push_back(entry.key);
  }
  for (const Document::Entry& entry : wanted.entries) {
    if (made.find(entry.key) == nullptr) keys.push_back(entry.key);
  }
  return keys;
}

std::vector<std::string_view> keys_of(const Document& map) {
  std::vector<std::string_view> keys;
  for (const Document::Entry& entry : map.entries) keys.push_back(entry.key);
  return keys;
}

bool are(Document::Kind kind, const Document& a, const Document& b) { return a.kind == kind && b.kind == kind; }

Document compare(const Document& made, const Document& wanted, const std::string& path, DocumentChanges& changes,
                 std::string_view passed_over = {});

// Lists of maps that have the same values and differ in the order of keys at most: whether they do, and in what.
bool compare_lists(const Document& made, const Document& wanted, const std::string& path, DocumentChanges& changes) {
  if (!are(Document::Kind::sequence, made, wanted) || made.items.size() != wanted.items.size()) return false;
  DocumentChanges inner;
  for (std::size_t i = 0; i < made.items.size(); ++i) {
    const Document& a = made.items[i];
    const Document& b = wanted.items[i];
    if (!are(Document::Kind::mapping, a, b) || !compare(a, b, fmt::format("{}.{}", path, i), inner).entries.empty())
      return false;
  }
  std::ranges::move(inner.without, std::back_inserter(changes.without));
  std::ranges::move(inner.order, std::back_inserter(changes.order));
  return true;
}

// Gives what is to be set.
Document compare(const Document& made, const Document& wanted, const std::string& path, DocumentChanges& changes,
                 std::string_view passed_over) {
  const bool same_keys =
      std::ranges::equal(made.entries, wanted.entries, {}, &Document::Entry::key, &Document::Entry::key);
  for (const Document::Entry& entry : made.entries) {
    if (!same_keys && wanted.find(entry.key) == nullptr) changes.without.push_back(below(path, entry.key));
  }
  Document set = map_document({});
  for (std::size_t i = 0; i < wanted.entries.size(); ++i) {
    const Document::Entry& entry = wanted.entries[i];
    const Document* const other = same_keys ? &made.entries[i].value : made.find(entry.key);
    if (other != nullptr && !passed_over.empty() && entry.key == passed_over) continue;
    if (other != nullptr && are(Document::Kind::mapping, *other, entry.value)) {
      Document inner = compare(*other, entry.value, below(path, entry.key), changes);
      if (!inner.entries.empty()) set.entries.push_back(document_entry(entry.key, std::move(inner)));
    } else if (other == nullptr || (!same_document(*other, entry.value) &&
                                    !compare_lists(*other, entry.value, below(path, entry.key), changes))) {
      set.entries.push_back(entry);
    }
  }
  if (same_keys) return set;
  std::vector<std::string> chain = chain_between(keys_after(made, wanted), keys_of(wanted));
  if (!chain.empty()) {
    if (path.empty()) {
      changes.keys = std::move(chain);
    } else {
      changes.order.emplace_back(path, std::move(chain));
    }
  }
  return set;
}

void merge(Document& map, Document&& more) {
  for (Document::Entry& entry : more.entries) {
    const auto found = std::ranges::find(map.entries, entry.key, &Document::Entry::key);
    if (found == map.entries.end()) {
      map.entries.push_back(std::move(entry));
    } else if (found->value.kind == Document::Kind::mapping && entry.value.kind == Document::Kind::mapping) {
      merge(found->value, std::move(entry.value));
    } else {
      found->value = std::move(entry.value);
    }
  }
}

std::optional<Inexpressible> inexpressible_scalar(const Document& scalar) {
  switch (resolve(scalar)) {
    case ScalarKind::timestamp:
      return Inexpressible{fmt::format("the date {}", scalar.text), scalar.span};
    case ScalarKind::reserved:
      return Inexpressible{fmt::format("'{}' without quotes", scalar.text), scalar.span};
    case ScalarKind::floating:
      if (std::isfinite(yaml_floating(scalar.text))) return std::nullopt;
      return Inexpressible{fmt::format("the number {}", scalar.text), scalar.span};
    case ScalarKind::integer:
      if (yaml_integer(scalar.text)) return std::nullopt;
      return Inexpressible{fmt::format("the number {}", scalar.text), scalar.span};
    default:
      return std::nullopt;
  }
}

}  // namespace

bool same_document(const Document& a, const Document& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == Document::Kind::scalar) return same_scalar(a, b);
  return std::ranges::equal(a.items, b.items, same_document) && std::ranges::equal(a.entries, b.entries, same_entry);
}

std::string first_difference(const Document& made, const Document& wanted) {
  if (made.kind != wanted.kind) return {};
  for (const Document::Entry& entry : wanted.entries) {
    const Document* const other = made.find(entry.key);
    if (other == nullptr) return entry.key;
    if (!same_document(*other, entry.value)) return below(entry.key, first_difference(*other, entry.value));
  }
  for (std::size_t i = 0; i < wanted.items.size() && i < made.items.size(); ++i) {
    if (!same_document(made.items[i], wanted.items[i]))
      return below(std::to_string(i), first_difference(made.items[i], wanted.items[i]));
  }
  return {};
}

DocumentChanges changes_between(const Document& made, const Document& wanted, std::string_view passed_over) {
  DocumentChanges changes;
  changes.set = compare(made, wanted, {}, changes, passed_over);
  return changes;
}

void add_changes(DocumentChanges& changes, DocumentChanges more) {
  std::ranges::move(more.without, std::back_inserter(changes.without));
  std::ranges::move(more.order, std::back_inserter(changes.order));
  if (!more.keys.empty()) changes.keys = std::move(more.keys);
  merge(changes.set, std::move(more.set));
}

std::optional<Inexpressible> inexpressible(const Document& document) {
  if (document.kind == Document::Kind::scalar) return inexpressible_scalar(document);
  for (const Document& item : document.items) {
    if (auto found = inexpressible(item)) return found;
  }
  for (const Document::Entry& entry : document.entries) {
    if (kind_of_key(entry) != ScalarKind::string) {
      return Inexpressible{fmt::format("the key {}, which is no text,", entry.key), entry.key_span};
    }
    if (auto found = inexpressible(entry.value)) return found;
  }
  return std::nullopt;
}

}  // namespace perfc
