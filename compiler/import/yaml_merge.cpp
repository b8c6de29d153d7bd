#include "compiler/import/yaml_merge.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

// Entries in the order of first mention; a later one replaces the value.
class Merged {
 public:
  void put(Document::Entry entry) {
    const auto [place, is_new] = index_.emplace(entry.key, entries_.size());
    if (is_new) {
      entries_.push_back(std::move(entry));
    } else {
      entries_[place->second] = std::move(entry);
    }
  }
  void put_all(const Document& map) {
    for (const Document::Entry& entry : map.entries) {
      put(entry);
    }
  }
  [[nodiscard]] std::vector<Document::Entry> take() { return std::move(entries_); }

 private:
  std::vector<Document::Entry> entries_;
  std::unordered_map<std::string, std::size_t> index_;
};

bool put_merged(const Document& value, Merged& into, Diagnostics& diags) {
  if (value.kind == Document::Kind::mapping) {
    into.put_all(value);
    return true;
  }
  const bool maps = value.kind == Document::Kind::sequence &&
                    std::all_of(value.items.begin(), value.items.end(),
                                [](const Document& item) { return item.kind == Document::Kind::mapping; });
  if (!maps) {
    diags.report(codes::yaml_merge, value.span,
                 value.kind == Document::Kind::sequence ? "a list with other values" : "a value");
    return false;
  }
  for (auto item = value.items.rbegin(); item != value.items.rend(); ++item) {
    into.put_all(*item);
  }
  return true;
}

}  // namespace

bool resolve_merge_keys(Document& map, Diagnostics& diags) {
  const auto is_merge = [](const Document::Entry& entry) {
    return entry.key == "<<" && entry.key_style == ScalarStyle::plain;
  };
  const auto merge = std::find_if(map.entries.begin(), map.entries.end(), is_merge);
  if (merge == map.entries.end()) {
    return true;
  }
  Merged merged;
  if (!put_merged(merge->value, merged, diags)) {
    return false;
  }
  map.entries.erase(merge);
  for (Document::Entry& entry : map.entries) {
    merged.put(std::move(entry));
  }
  map.entries = merged.take();
  return true;
}

}  // namespace perfc
