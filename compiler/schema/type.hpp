// What a field may hold. Types of the compiler's own kinds are built from C++ tables (kinds.cpp); those of engine
// options from `schema` declarations, which are data.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace perfc::schema {

enum class TypeKind : std::uint8_t {
  any,  // kept as it is; maps and lists of any depth
  null,
  boolean,
  integer,   // least..most
  floating,  // least..most; an integer is accepted
  string,    // known at compile time
  text,      // string that may hold run-time values
  duration,
  bytes,
  percent,
  enumeration,  // members
  list,         // of element
  map,          // any names to element
  record,       // closed: fields
  reference,    // the name of a declaration of kind `kind`
  dataset,      // random(ratio) or file("path", ratio)
  one_of,       // alternatives, tried in order
};

struct RecordType;

struct Type {
  TypeKind kind = TypeKind::any;
  std::optional<double> least;  // inclusive
  std::optional<double> most;   // inclusive
  std::vector<std::string> members;
  bool any_case = false;  // a member may be spelt in upper and lower case; what is written stays
  const Type* element = nullptr;
  const RecordType* record = nullptr;
  std::string_view declaration;  // reference: "model"
  std::vector<const Type*> alternatives;
};

// For messages: "an integer of at least 1", "one of UCX, NIXL or DEFAULT", "a list of integers".
std::string describe(const Type& type);
// The record among the type and its alternatives, else null.
const RecordType* record_of(const Type& type);
// Whether `word` is a member of the enumeration.
bool is_member(const Type& type, std::string_view word);
// Whether `kind` is the type's or one of its alternatives'.
bool accepts(const Type& type, TypeKind kind);

struct FieldType {
  std::string name;
  const Type* type = nullptr;
  std::string doc;       // one line
  std::string fallback;  // default, as text for people; empty when there is none
  std::string computed;  // not empty: never written, the compiler computes it; says from what
};

// A closed record. `also` is a second record whose fields are accepted too (a role accepts its engine's options).
struct RecordType {
  std::string what;  // for messages: "cluster", "kv_cache_config", "role"
  std::vector<FieldType> fields;
  const RecordType* also = nullptr;
  bool extra = false;  // accepts an `extra { }` block

  [[nodiscard]] const FieldType* find(std::string_view name) const;
  // All names, for spelling hints.
  [[nodiscard]] std::vector<std::string_view> names() const;
  void add(FieldType field);

 private:
  // Names differ in length or at an end nearly always; to look at all of each takes longer than the rest of find().
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const;
  };
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> index_;
};

// The type of which its kind says all; integers and numbers are without bounds. One for all programs.
const Type* simple(TypeKind kind);

// Owns types and records; addresses stay valid as it grows.
class Types {
 public:
  const Type* add(Type type);
  RecordType* record(std::string what);

  const Type* integer(std::optional<double> least = {}, std::optional<double> most = {});
  const Type* floating(std::optional<double> least = {}, std::optional<double> most = {});
  const Type* enumeration(std::vector<std::string> members);
  const Type* list(const Type* element);
  const Type* map(const Type* element);
  const Type* block(const RecordType* record);
  const Type* nullable(const Type* type);

 private:
  std::deque<Type> types_;
  std::deque<RecordType> records_;
};

}  // namespace perfc::schema
