#include "compiler/base/key_order.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

namespace perfc {
namespace {

std::string_view name_of(const Document::Entry& entry) { return entry.key; }
std::string_view name_of(std::string_view key) { return key; }

template <class Element, class Names>
void put_in_chain(std::vector<Element>& elements, const Names& chain) {
  const auto find = [&](std::string_view name) {
    return std::ranges::find_if(elements, [&](const Element& each) { return name_of(each) == name; });
  };
  std::vector<Element> linked;
  std::optional<std::string_view> first;
  for (const std::string_view name : chain) {
    const auto found = find(name);
    if (found == elements.end()) continue;
    if (!first) {
      first = name;
    } else {
      linked.push_back(std::move(*found));
      elements.erase(found);
    }
  }
  if (linked.empty()) return;
  elements.insert(std::next(find(*first)), std::make_move_iterator(linked.begin()),
                  std::make_move_iterator(linked.end()));
}

// More keys than this out of order are all named; looking for fewer would take the cube of their number.
constexpr std::ptrdiff_t kMostSought = 40;

}  // namespace

void follow_one_another(std::vector<Document::Entry>& entries, const std::vector<std::string>& chain) {
  put_in_chain(entries, chain);
}

std::vector<std::string> chain_between(const std::vector<std::string_view>& keys,
                                       const std::vector<std::string_view>& wanted) {
  if (keys == wanted) return {};
  // What is in its place before and behind needs no word, but for the key that the rest follows.
  auto begin = std::ranges::mismatch(wanted, keys).in1;
  if (begin != wanted.begin()) --begin;
  const auto end = std::mismatch(wanted.rbegin(), wanted.rend(), keys.rbegin()).first.base();
  for (std::ptrdiff_t length = 2; length < end - begin && end - begin <= kMostSought; ++length) {
    for (auto from = begin; from + length <= end; ++from) {
      std::vector<std::string_view> linked = keys;
      put_in_chain(linked, std::span(from, from + length));
      if (linked == wanted) return {from, from + length};
    }
  }
  return {begin, end};
}

}  // namespace perfc
