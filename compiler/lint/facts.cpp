#include "compiler/lint/facts.hpp"

#include <algorithm>
#include <charconv>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

// Of random lengths between 80 % and 100 %, as the field's tests draw them, the average is 90 %.
constexpr std::int64_t kLeastPercent = 80;

}  // namespace

const Value* option(const Role& role, Path path) { return role.options ? role.options->at(path) : nullptr; }

Span place_of(const Role& role, Path path) {
  Span place = role.span;
  const Record* record = role.options.get();
  for (const std::string_view name : path) {
    const Field* field = record == nullptr ? nullptr : record->find(name);
    if (field == nullptr) break;
    if (field->value.span.known()) place = field->value.record() == nullptr ? field->value.span : field->name_span;
    record = field->value.record();
  }
  return place;
}

std::vector<const Role*> described(const Case& shown) {
  std::vector<const Role*> roles;
  for (const auto* role : {&shown.topology->ctx, &shown.topology->gen, &shown.topology->server}) {
    if (*role) roles.push_back(&**role);
  }
  return roles;
}

std::vector<const Role*> started(const Case& shown) {
  std::vector<const Role*> roles = described(shown);
  std::erase_if(roles, [&](const Role* role) { return !shown.starts(*role); });
  return roles;
}

Level gravest(const Case& shown, const Role& role) { return shown.starts(role) ? Level::error : Level::note; }

bool two_sides(const Case& shown, Findings& findings) {
  if (!shown.topology->ctx || !shown.topology->gen) return false;
  findings.at_most(std::min(gravest(shown, *shown.topology->ctx), gravest(shown, *shown.topology->gen)));
  return true;
}

std::int64_t attention_dp(const Role& role) {
  return is_true(option(role, {"enable_attention_dp"})) ? role.world_size.value_or(role.tensor_parallel_size) : 1;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && text.front() != '-';
  return whole ? std::optional(number) : std::nullopt;
}

std::optional<LengthToken> read_lengths(std::string_view text) {
  const std::size_t middle = text.find('k');
  if (middle == std::string_view::npos || !text.ends_with('k') || middle + 1 == text.size()) return std::nullopt;
  const auto input = whole_number(text.substr(0, middle));
  const auto output = whole_number(text.substr(middle + 1, text.size() - middle - 2));
  constexpr std::int64_t kMost = 1'000'000;
  if (!input || !output || *input > kMost || *output > kMost) return std::nullopt;
  return LengthToken{*input, *output};
}

bool length_called(std::int64_t units, std::int64_t tokens) {
  const std::int64_t most = units * 1024;
  return tokens <= most && tokens >= most / 100 * kLeastPercent;
}

bool called(const LengthToken& token, const Benchmark& load) {
  return length_called(token.input, load.input_length) && length_called(token.output, load.output_length);
}

}  // namespace perfc::lint
