#include "compiler/emit/config_shape.hpp"

#include <algorithm>

#include "compiler/base/key_order.hpp"
#include "compiler/emit/config_value.hpp"

namespace perfc {
namespace {

// The map that `path` names within `map`, and its last step; keys may hold dots themselves.
struct Place {
  Document* map = nullptr;
  std::string_view key;
};
Place find_place(Document& map, std::string_view path) {
  if (map.find(path) != nullptr) return {&map, path};
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1)) {
    Document* const inner = find_mutable(map, path.substr(0, dot));
    if (inner == nullptr) continue;
    if (const Place found = find_place(*inner, path.substr(dot + 1)); found.map != nullptr) return found;
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
    const Place place = find_place(configuration, path);
    if (place.map != nullptr) follow_one_another(find_mutable(*place.map, place.key)->entries, keys);
  }
}

}  // namespace perfc
