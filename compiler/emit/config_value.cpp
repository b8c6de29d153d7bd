#include "compiler/emit/config_value.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>

#include "compiler/base/yaml_scalar.hpp"

namespace perfc {
namespace {

constexpr std::size_t kUsualEntries = 8;  // of a section

bool is_quoted(ScalarStyle style) { return style != ScalarStyle::plain; }

bool same_float(const Document& node, double value) {
  const ScalarKind kind = resolve(node);
  if (kind == ScalarKind::integer) {
    const auto number = yaml_integer(node.text);
    return number && static_cast<double>(*number) == value;
  }
  if (kind != ScalarKind::floating) return false;
  const double written = yaml_floating(node.text);
  return written == value || (std::isnan(written) && std::isnan(value));
}

bool same_integer(const Document& node, std::int64_t value) {
  return resolve(node) == ScalarKind::integer && yaml_integer(node.text) == value;
}

bool same_text(const Document& node, std::string_view text) {
  const ScalarKind kind = resolve(node);
  return (kind == ScalarKind::string || kind == ScalarKind::timestamp || kind == ScalarKind::reserved) &&
         node.text == text;
}

std::string text_of(const Text& text) { return text.literal() ? text.str() : text.display(); }

bool same_list(const Document& node, const List& list) {
  return node.kind == Document::Kind::sequence &&
         std::equal(node.items.begin(), node.items.end(), list.begin(), list.end(), same_value);
}

bool same_record(const Document& node, const Record& record) {
  return node.kind == Document::Kind::mapping && node.entries.size() == record.fields.size() &&
         std::all_of(record.fields.begin(), record.fields.end(), [&](const Field& field) {
           const Document* const value = node.find(field.name);
           return value != nullptr && same_value(*value, field.value);
         });
}

Document list_node(const List& list, const Document* like) {
  Document node;
  node.kind = Document::Kind::sequence;
  // Lists of numbers and words read best on one line; a file's own way of writing one wins.
  const bool simple = std::none_of(list.begin(), list.end(), [](const Value& value) {
    return value.record() != nullptr || value.list() != nullptr;
  });
  const bool has_model = like != nullptr && like->kind == Document::Kind::sequence && !like->items.empty();
  node.flow = has_model ? like->flow : simple;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Document* const model = has_model ? &like->items[std::min(i, like->items.size() - 1)] : nullptr;
    const bool unchanged = model != nullptr && i < like->items.size() && same_value(*model, list[i]);
    node.items.push_back(unchanged ? *model : node_of(list[i], model));
  }
  return node;
}

Document record_node(const Record& record) {
  Document node = map_node();
  for (const Field& field : record.fields) put(node, field.name, node_of(field.value));
  return node;
}

// As it was written, where readers take that for the same number: `1e-3` is a text to them.
Document floating_node(const Floating& number) {
  const std::string_view spelling = number.spelling();
  const bool reads =
      resolve_plain(spelling) == ScalarKind::floating && same_float(plain_node(std::string(spelling)), number.value);
  return plain_node(reads ? std::string(spelling) : yaml_text(number.value));
}

struct NodeMaker {
  const Document* like;

  Document operator()(Null /*value*/) const { return plain_node("null"); }
  Document operator()(bool value) const { return boolean_node(value); }
  Document operator()(std::int64_t value) const { return integer_node(value); }
  Document operator()(const Floating& value) const { return floating_node(value); }
  Document operator()(const Text& value) const { return string_node(text_of(value), like); }
  Document operator()(const Symbol& value) const { return string_node(value.name, like); }
  Document operator()(Duration value) const { return integer_node(value.ms); }
  Document operator()(Bytes value) const { return integer_node(value.count); }
  Document operator()(Percent value) const { return plain_node(yaml_text(value.value / 100)); }
  Document operator()(const std::shared_ptr<const List>& value) const { return list_node(*value, like); }
  Document operator()(const std::shared_ptr<const Record>& value) const { return record_node(*value); }
  // Kinds of values that no finished program holds.
  template <class Other>
  Document operator()(const Other& /*value*/) const {
    return plain_node("null");
  }
};

struct SameValue {
  const Document& node;

  bool scalar() const { return node.kind == Document::Kind::scalar; }
  bool operator()(Null /*value*/) const { return scalar() && resolve(node) == ScalarKind::null; }
  bool operator()(bool value) const {
    return scalar() && resolve(node) == ScalarKind::boolean && yaml_boolean(node.text) == value;
  }
  bool operator()(std::int64_t value) const { return scalar() && same_integer(node, value); }
  bool operator()(const Floating& value) const { return scalar() && same_float(node, value.value); }
  bool operator()(const Text& value) const { return scalar() && same_text(node, text_of(value)); }
  bool operator()(const Symbol& value) const { return scalar() && same_text(node, value.name); }
  bool operator()(Duration value) const { return scalar() && same_integer(node, value.ms); }
  bool operator()(Bytes value) const { return scalar() && same_integer(node, value.count); }
  bool operator()(Percent value) const { return scalar() && same_float(node, value.value / 100); }
  bool operator()(const std::shared_ptr<const List>& value) const { return same_list(node, *value); }
  bool operator()(const std::shared_ptr<const Record>& value) const { return same_record(node, *value); }
  template <class Other>
  bool operator()(const Other& /*value*/) const {
    return false;
  }
};

// The fields themselves, with an explicit `extra { }` opened up.
std::vector<const Field*> flattened(const Record& fields, const Document& map) {
  std::vector<const Field*> all;
  for (const Field& field : fields.fields) {
    const Record* const extra = field.name == "extra" && map.find("extra") == nullptr ? field.value.record() : nullptr;
    if (extra == nullptr) {
      all.push_back(&field);
    } else {
      for (const Field& inner : extra->fields) all.push_back(&inner);
    }
  }
  return all;
}

}  // namespace

Document node_of(const Value& value, const Document* like) { return std::visit(NodeMaker{like}, value.data); }

bool same_value(const Document& node, const Value& value) { return std::visit(SameValue{node}, value.data); }

Document overridden(const Document& node, const Value& value) {
  if (same_value(node, value)) return node;
  if (node.kind == Document::Kind::mapping && value.record() != nullptr) return overridden_map(node, *value.record());
  return node_of(value, &node);
}

Document overridden_map(const Document& map, const Record& fields, std::string_view kept) {
  Document out = map_node();
  out.flow = map.flow;
  out.entries.reserve(std::max(map.entries.size(), fields.fields.size()));
  const std::vector<const Field*> all = flattened(fields, map);
  for (const Document::Entry& entry : map.entries) {
    const auto field = std::find_if(all.begin(), all.end(), [&](const Field* each) { return each->name == entry.key; });
    if (field != all.end()) {
      Document::Entry& made = out.entries.emplace_back();
      made.key = entry.key;
      made.key_style = entry.key_style;
      made.key_span = entry.key_span;
      made.value = overridden(entry.value, (*field)->value);
    } else if (!kept.empty() && entry.key == kept) {
      out.entries.push_back(entry);
    }
  }
  for (const Field* const field : all) {
    if (map.find(field->name) == nullptr) put(out, field->name, node_of(field->value));
  }
  return out;
}

Document string_node(std::string text, const Document* like) {
  Document node = plain_node(std::move(text));
  const bool lends = like != nullptr && like->kind == Document::Kind::scalar && is_quoted(like->style);
  if (lends) {
    node.style = like->style;
  } else if (resolve_plain(node.text) != ScalarKind::string) {
    node.style = ScalarStyle::quoted_double;
  }
  return node;
}

Document plain_node(std::string text) {
  Document node;
  node.text = std::move(text);
  return node;
}

Document integer_node(std::int64_t number) { return plain_node(std::to_string(number)); }

Document boolean_node(bool value) { return plain_node(value ? "true" : "false"); }

Document map_node() {
  Document node;
  node.kind = Document::Kind::mapping;
  return node;
}

void put(Document& map, std::string_view key, Document value) {
  // A key that reads as a number would be one to its reader; schemas have no such names, `extra` may.
  const ScalarStyle style = resolve_plain(key) == ScalarKind::string ? ScalarStyle::plain : ScalarStyle::quoted_double;
  if (map.entries.empty()) map.entries.reserve(kUsualEntries);
  Document::Entry& entry = map.entries.emplace_back();
  entry.key = key;
  entry.key_style = style;
  entry.value = std::move(value);
}

Document* find_mutable(Document& map, std::string_view key) {
  const auto found = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](const Document::Entry& entry) { return entry.key == key; });
  return found == map.entries.end() ? nullptr : &found->value;
}

const Value* field_of(const std::shared_ptr<const Record>& record, std::string_view name) {
  const Field* const field = record != nullptr ? record->find(name) : nullptr;
  return field != nullptr ? &field->value : nullptr;
}

}  // namespace perfc
