#include "compiler/schema/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "compiler/base/ascii.hpp"

namespace perfc::schema {
namespace {

std::string range_words(const Type& type) {
  if (type.least && type.most) return fmt::format(" from {} to {}", *type.least, *type.most);
  if (type.least) return fmt::format(" of at least {}", *type.least);
  if (type.most) return fmt::format(" of at most {}", *type.most);
  return "";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string with_article(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

}  // namespace

std::string describe(const Type& type) {
  switch (type.kind) {
    case TypeKind::any:
      return "any value";
    case TypeKind::null:
      return "null";
    case TypeKind::boolean:
      return "true or false";
    case TypeKind::integer:
      return "an integer" + range_words(type);
    case TypeKind::floating:
      return "a number" + range_words(type);
    case TypeKind::string:
    case TypeKind::text:
      return "a string";
    case TypeKind::duration:
      return "a duration";
    case TypeKind::bytes:
      return "a byte count";
    case TypeKind::percent:
      return "a percentage";
    case TypeKind::enumeration:
      return (type.members.size() == 1 ? "" : "one of ") + joined(type.members);
    case TypeKind::list:
      return "a list (each element " + describe(*type.element) + ")";
    case TypeKind::map:
      return "a map";
    case TypeKind::record:
      return "a block { ... }";
    case TypeKind::reference:
      return "the name of " + with_article(type.declaration);
    case TypeKind::dataset:
      return "random(ratio) or file(\"path\", ratio)";
    case TypeKind::one_of:
      break;
  }
  std::vector<std::string> words;
  for (const Type* alternative : type.alternatives) words.push_back(describe(*alternative));
  return joined(words);
}

const RecordType* record_of(const Type& type) {
  if (type.kind == TypeKind::record) return type.record;
  for (const Type* alternative : type.alternatives) {
    if (const RecordType* record = record_of(*alternative)) return record;
  }
  return nullptr;
}

bool is_member(const Type& type, std::string_view word) {
  return std::any_of(type.members.begin(), type.members.end(), [&](const std::string& member) {
    return type.any_case ? same_letters(member, word) : member == word;
  });
}

bool accepts(const Type& type, TypeKind kind) {
  return type.kind == kind || std::any_of(type.alternatives.begin(), type.alternatives.end(),
                                          [kind](const Type* alternative) { return accepts(*alternative, kind); });
}

std::size_t RecordType::Hash::operator()(std::string_view name) const {
  constexpr std::size_t kEnd = sizeof(std::uint64_t);
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15U;  // 2^64 over the golden ratio: every bit reaches the top ones
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, name.data(), std::min(name.size(), kEnd));
  if (name.size() > kEnd) std::memcpy(&last, name.data() + name.size() - kEnd, kEnd);
  return (((first * kSpread) ^ last) * kSpread + name.size()) >> 16U;
}

const FieldType* RecordType::find(std::string_view name) const {
  if (const auto found = index_.find(name); found != index_.end()) return &fields[found->second];
  return also != nullptr ? also->find(name) : nullptr;
}

std::vector<std::string_view> RecordType::names() const {
  std::vector<std::string_view> out;
  if (also != nullptr) out = also->names();
  for (const FieldType& field : fields) out.emplace_back(field.name);
  return out;
}

void RecordType::add(FieldType field) {
  const auto [entry, fresh] = index_.try_emplace(field.name, fields.size());
  if (fresh) {
    fields.push_back(std::move(field));
  } else {
    fields[entry->second] = std::move(field);
  }
}

const Type* simple(TypeKind kind) {
  static const auto made = [] {
    std::array<Type, static_cast<std::size_t>(TypeKind::one_of)> types;
    for (std::size_t i = 0; i < types.size(); ++i) types[i].kind = static_cast<TypeKind>(i);
    return types;
  }();
  return &made.at(static_cast<std::size_t>(kind));
}

const Type* Types::add(Type type) { return &types_.emplace_back(std::move(type)); }

RecordType* Types::record(std::string what) {
  RecordType& record = records_.emplace_back();
  record.what = std::move(what);
  return &record;
}

namespace {
Type ranged(TypeKind kind, std::optional<double> least, std::optional<double> most) {
  Type type;
  type.kind = kind;
  type.least = least;
  type.most = most;
  return type;
}
}  // namespace

const Type* Types::integer(std::optional<double> least, std::optional<double> most) {
  if (!least && !most) return simple(TypeKind::integer);
  return add(ranged(TypeKind::integer, least, most));
}

const Type* Types::floating(std::optional<double> least, std::optional<double> most) {
  if (!least && !most) return simple(TypeKind::floating);
  return add(ranged(TypeKind::floating, least, most));
}

const Type* Types::enumeration(std::vector<std::string> members) {
  Type type;
  type.kind = TypeKind::enumeration;
  type.members = std::move(members);
  return add(std::move(type));
}

const Type* Types::list(const Type* element) {
  Type type;
  type.kind = TypeKind::list;
  type.element = element;
  return add(std::move(type));
}

const Type* Types::map(const Type* element) {
  Type type;
  type.kind = TypeKind::map;
  type.element = element;
  return add(std::move(type));
}

const Type* Types::block(const RecordType* record) {
  Type type;
  type.kind = TypeKind::record;
  type.record = record;
  return add(std::move(type));
}

const Type* Types::nullable(const Type* type) {
  Type either;
  either.kind = TypeKind::one_of;
  either.alternatives = {type, simple(TypeKind::null)};
  return add(std::move(either));
}

}  // namespace perfc::schema
