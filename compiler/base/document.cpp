// Looking up entries of a configuration document.
#include "compiler/base/document.hpp"

namespace perfc {

const Document* Document::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

}  // namespace perfc
