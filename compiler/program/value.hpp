// Checked values: what an expression of the language comes to. Engine options stay in this form, as records, because
// their schema is data; everything that the compiler itself understands becomes a struct of program.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/program/floating.hpp"
#include "compiler/program/text.hpp"

namespace perfc {

struct Value;
struct Record;

struct Null {
  friend bool operator==(Null, Null) { return true; }
};
struct Duration {
  std::int64_t ms = 0;
  friend bool operator==(Duration, Duration) = default;
};
struct Bytes {
  std::int64_t count = 0;
  friend bool operator==(Bytes, Bytes) = default;
};
struct Percent {
  double value = 0;
  friend bool operator==(Percent, Percent) = default;
};
// A bare word: member of an enumeration once checked against one, before that a name without a type.
struct Symbol {
  std::string name;
  friend bool operator==(const Symbol&, const Symbol&) = default;
};
// What the checker alone understands while it works (references, objects not yet evaluated, unknowns of templates).
// None is left in a finished Program. Owned by the checker.
struct Opaque {
  Opaque() = default;
  Opaque(const Opaque&) = delete;
  Opaque& operator=(const Opaque&) = delete;
  virtual ~Opaque() = default;
};
using List = std::vector<Value>;

struct Value {
  using Data = std::variant<Null, bool, std::int64_t, Floating, Text, Symbol, Duration, Bytes, Percent,
                            std::shared_ptr<const List>, std::shared_ptr<const Record>, const Opaque*>;
  Data data;
  Span span;  // where it was written

  template <class T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&data);
  }
  [[nodiscard]] const List* list() const;      // null when it is none
  [[nodiscard]] const Record* record() const;  // null when it is none
  [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(data); }
  friend bool operator==(const Value& a, const Value& b);  // places do not count
};

struct Field {
  std::string name;
  Value value;
  Span name_span;
};

// Ordered, names unique: a block, a map, or a map literal.
struct Record {
  std::vector<Field> fields;

  [[nodiscard]] const Field* find(std::string_view name) const;
  // Follows nested records: {"kv_cache_config", "dtype"}. Null when any step is missing.
  [[nodiscard]] const Value* at(std::initializer_list<std::string_view> path) const;
};

}  // namespace perfc
