// Looking up entries of a configuration document.
#include "compiler/base/document.hpp"

#include <algorithm>

namespace perfc {

const Document::Entry* Document::find_entry(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const Document* Document::find(std::string_view key) const {
  const Entry* const entry = find_entry(key);
  return entry == nullptr ? nullptr : &entry->value;
}

}  // namespace perfc
