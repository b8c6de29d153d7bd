// Looking up entries of a document, and making documents.
#include "compiler/base/document.hpp"

#include <algorithm>
#include <utility>

#include "compiler/base/yaml_scalar.hpp"

namespace perfc {
namespace {

ScalarStyle style_of_text(std::string_view text) {
  return resolve_plain(text) == ScalarKind::string ? ScalarStyle::plain : ScalarStyle::quoted_double;
}

}  // namespace

const Document::Entry* Document::find_entry(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const Document* Document::find(std::string_view key) const {
  const Entry* const entry = find_entry(key);
  return entry == nullptr ? nullptr : &entry->value;
}

Document scalar_document(std::string text, ScalarStyle style) {
  Document node;
  node.style = style;
  node.text = std::move(text);
  return node;
}

Document text_document(std::string text) {
  const ScalarStyle style = style_of_text(text);
  return scalar_document(std::move(text), style);
}

Document map_document(std::vector<Document::Entry> entries) {
  Document node;
  node.kind = Document::Kind::mapping;
  node.entries = std::move(entries);
  return node;
}

Document list_document(std::vector<Document> items) {
  Document node;
  node.kind = Document::Kind::sequence;
  node.items = std::move(items);
  return node;
}

Document::Entry document_entry(std::string key, Document value) {
  const ScalarStyle style = style_of_text(key);
  return {std::move(key), style, Span{}, std::move(value)};
}

}  // namespace perfc
