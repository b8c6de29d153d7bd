#include "compiler/driver/list_choice.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace perfc::driver {
namespace {

// What an option can call a test by.
using NamesOf = std::function<std::vector<std::string>(const ListEntry&)>;

// A text or a list of them.
std::vector<std::string> stages_of(const ListEntry& entry) {
  const std::optional<Document>& condition = entry.context->blocks[entry.block].condition;
  const Document* const terms = condition ? condition->find("terms") : nullptr;
  const Document* const stage = terms != nullptr ? terms->find("stage") : nullptr;
  std::vector<std::string> names;
  if (stage == nullptr) return names;
  if (stage->kind == Document::Kind::sequence) {
    for (const Document& item : stage->items) names.push_back(item.text);
  } else {
    names.push_back(stage->text);
  }
  return names;
}

std::vector<std::string> groups_of(const ListEntry& entry) { return {entry.context->name}; }

std::vector<std::string> ids_of(const ListEntry& entry) { return {std::string(entry.name.id), entry.test->id}; }

void keep_named(std::vector<ListView>& views, const Wanted& wanted, const NamesOf& names_of) {
  if (wanted.names.empty() || views.empty()) return;
  std::vector<std::string> known;
  for (const ListView& view : views) {
    for (const ListEntry& entry : view.entries) {
      for (std::string& name : names_of(entry)) known.push_back(std::move(name));
    }
  }
  wanted.require(known);
  for (ListView& view : views) {
    std::erase_if(view.entries, [&](const ListEntry& entry) {
      const std::vector<std::string> names = names_of(entry);
      return std::none_of(names.begin(), names.end(), [&](const std::string& name) { return wanted.fits(name); });
    });
  }
}

void keep_shard(ListView& view, const Shard& shard) {
  std::vector<std::string> ids;
  for (const ListEntry& entry : view.entries) ids.push_back(entry.test->id);
  std::vector<ListEntry> kept;
  for (const std::size_t index : tests_of_shard(ids, shard)) kept.push_back(view.entries[index]);
  view.entries = std::move(kept);
}

}  // namespace

void keep_chosen(std::vector<ListView>& views, const Selection& selection) {
  std::vector<std::size_t> all;
  all.reserve(views.size());
  for (const ListView& view : views) all.push_back(view.entries.size());
  keep_named(views, selection.wanted_stages(), stages_of);
  keep_named(views, selection.wanted_groups(), groups_of);
  keep_named(views, selection.wanted_tests(), ids_of);
  for (std::size_t i = 0; i < views.size(); ++i) {
    ListView& view = views[i];
    if (selection.mode)
      std::erase_if(view.entries, [&](const ListEntry& entry) { return entry.decision.mode != *selection.mode; });
    if (selection.shard) keep_shard(view, *selection.shard);
    view.filtered = view.entries.size() < all[i];
  }
}

}  // namespace perfc::driver
