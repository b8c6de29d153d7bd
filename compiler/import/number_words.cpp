#include "compiler/import/number_words.hpp"

#include <algorithm>
#include <charconv>

#include "compiler/base/yaml_scalar.hpp"

namespace perfc {
namespace {

constexpr std::string_view kSeparators = " ,\t\n";

// One number or a text of several.
bool add_numbers(const Document& node, std::vector<std::int64_t>& into) {
  if (node.kind != Document::Kind::scalar) return false;
  if (resolve(node) == ScalarKind::integer) {
    const auto number = yaml_integer(node.text);
    if (number) into.push_back(*number);
    return number.has_value();
  }
  const auto words = resolve(node) == ScalarKind::string ? number_words(node.text) : std::nullopt;
  if (!words) return false;
  for (const NumberWord& word : *words) into.push_back(word.number);
  return true;
}

}  // namespace

std::optional<std::vector<NumberWord>> number_words(std::string_view text) {
  std::vector<NumberWord> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(kSeparators), text.size()));
    if (text.empty()) break;
    NumberWord next{0, text.substr(0, text.find_first_of(kSeparators))};
    const char* const end = next.word.data() + next.word.size();
    const auto parsed = std::from_chars(next.word.data(), end, next.number);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    words.push_back(next);
    text.remove_prefix(next.word.size());
  }
  return words.empty() ? std::nullopt : std::optional(words);
}

std::optional<std::vector<std::int64_t>> number_list(const Document& node) {
  std::vector<std::int64_t> numbers;
  if (node.kind == Document::Kind::scalar) return add_numbers(node, numbers) ? std::optional(numbers) : std::nullopt;
  const auto number = [&](const Document& item) { return add_numbers(item, numbers); };
  const bool all = std::all_of(node.items.begin(), node.items.end(), number);
  return all && !numbers.empty() ? std::optional(numbers) : std::nullopt;
}

}  // namespace perfc
