#include "compiler/emit/config_shape.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "compiler/base/key_order.hpp"
#include "compiler/emit/config_value.hpp"

namespace perfc {
namespace {

// What `path` names within `node`: keys of maps, which may hold dots themselves, and places in lists, from 0.
struct Place {
  Document* map = nullptr;   // that the last step is a key of; null for a place in a list
  Document* node = nullptr;  // null when there is none
  std::string_view key;
};

Document* item_at(Document& list, std::string_view step) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool number = error == std::errc{} && end == step.data() + step.size();
  return number && index < list.items.size() ? &list.items[index] : nullptr;
}

Place find_place(Document& node, std::string_view path) {
  const bool list = node.kind == Document::Kind::sequence;
  const auto step = [&](std::string_view key) { return list ? item_at(node, key) : find_mutable(node, key); };
  if (Document* const found = step(path)) return {list ? nullptr : &node, found, path};
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1)) {
    Document* const inner = step(path.substr(0, dot));
    if (inner == nullptr) continue;
    if (const Place found = find_place(*inner, path.substr(dot + 1)); found.node != nullptr) return found;
  }
  return {};
}

void leave_out(Document& configuration, std::string_view path) {
  const Place place = find_place(configuration, path);
  if (place.map == nullptr) return;
  std::erase_if(place.map->entries, [&](const Document::Entry& entry) { return entry.key == place.key; });
}

void set(Document& map, const Record& values) {
  for (const Field& field : values.fields) {
    Document* const node = find_mutable(map, field.name);
    if (node == nullptr) {
      put(map, field.name, node_of(field.value));
    } else if (node->kind == Document::Kind::mapping && field.value.record() != nullptr) {
      set(*node, *field.value.record());
    } else {
      *node = node_of(field.value);
    }
  }
}

}  // namespace

void apply_shape(Document& configuration, const ConfigShape& shape) {
  for (const std::string& path : shape.without) leave_out(configuration, path);
  if (shape.set != nullptr) set(configuration, *shape.set);
  follow_one_another(configuration.entries, shape.keys);
  for (const auto& [path, keys] : shape.order) {
    if (const Place place = find_place(configuration, path); place.node != nullptr)
      follow_one_another(place.node->entries, keys);
  }
}

}  // namespace perfc
