// Checked values as YAML nodes, and the rule of overriding: what still means what the file says stays as it was
// written.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/program/value.hpp"

namespace perfc {

// A node for a value that no file had. `like` lends its style: quotes, brackets.
[[nodiscard]] Document node_of(const Value& value, const Document* like = nullptr);
// Whether PyYAML reads `node` as this value.
[[nodiscard]] bool same_value(const Document& node, const Value& value);
// `node` with this value: itself where it means the same, changed key by key where it is a map.
[[nodiscard]] Document overridden(const Document& node, const Value& value);
// A map with these fields: keys that `fields` lacks vanish, but for those in `kept`; new keys come last.
[[nodiscard]] Document overridden_map(const Document& map, const Record& fields, std::string_view kept = {});

// Makers of new nodes.
[[nodiscard]] Document string_node(std::string text, const Document* like = nullptr);
[[nodiscard]] Document plain_node(std::string text);
[[nodiscard]] Document integer_node(std::int64_t number);
[[nodiscard]] Document boolean_node(bool value);
[[nodiscard]] Document map_node();
void put(Document& map, std::string_view key, Document value);
[[nodiscard]] Document* find_mutable(Document& map, std::string_view key);
// Null when there is no such key.
[[nodiscard]] const Value* field_of(const std::shared_ptr<const Record>& record, std::string_view name);

}  // namespace perfc
