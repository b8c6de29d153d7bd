// A configuration document as it was written: YAML's values with the style of each, so that what is not changed can be
// written back as it stood. Anchors are resolved; `Span`s point into the file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/source.hpp"

namespace perfc {

enum class ScalarStyle : std::uint8_t { plain, quoted_single, quoted_double, literal, folded };

struct Document {
  enum class Kind : std::uint8_t { scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::scalar;
  ScalarStyle style = ScalarStyle::plain;
  bool flow = false;  // [a, b] or {a: b}
  std::string text;   // scalar: its characters, without quotes
  std::vector<Document> items;
  std::vector<Entry> entries;  // in order; keys are unique
  Span span;

  // Both null when there is no such entry.
  [[nodiscard]] const Entry* find_entry(std::string_view key) const;
  [[nodiscard]] const Document* find(std::string_view key) const;
};

struct Document::Entry {
  std::string key;
  ScalarStyle key_style = ScalarStyle::plain;
  Span key_span;
  Document value;
};

// Parts of documents that are made, not read. A text gets quotes where it would read as something else.
[[nodiscard]] Document scalar_document(std::string text, ScalarStyle style = ScalarStyle::plain);
[[nodiscard]] Document text_document(std::string text);
[[nodiscard]] Document map_document(std::vector<Document::Entry> entries);
[[nodiscard]] Document list_document(std::vector<Document> items);
[[nodiscard]] Document::Entry document_entry(std::string key, Document value);

}  // namespace perfc
