// From a checked value to the member of a struct: what the rows of the field tables are made with. The value has the
// row's type already, so nothing can fail here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/program/program.hpp"

namespace perfc::schema {

inline void assign(bool& to, const Value& value) { to = *value.get<bool>(); }
inline void assign(std::int64_t& to, const Value& value) { to = *value.get<std::int64_t>(); }
inline void assign(double& to, const Value& value) {
  const auto* integer = value.get<std::int64_t>();
  to = integer != nullptr ? static_cast<double>(*integer) : value.get<Floating>()->value;
}
inline void assign(Floating& to, const Value& value) {
  const auto* integer = value.get<std::int64_t>();
  to = integer != nullptr ? Floating(static_cast<double>(*integer)) : *value.get<Floating>();
}
inline void assign(Duration& to, const Value& value) { to = *value.get<Duration>(); }
inline void assign(Bytes& to, const Value& value) { to = *value.get<Bytes>(); }
inline void assign(Text& to, const Value& value) {
  const auto* symbol = value.get<Symbol>();
  to = symbol != nullptr ? Text(symbol->name) : *value.get<Text>();
}
inline void assign(std::string& to, const Value& value) {
  const auto* symbol = value.get<Symbol>();
  if (symbol != nullptr) {
    to = symbol->name;
  } else {
    const Text& text = *value.get<Text>();
    to = text.empty() ? std::string() : text.str();
  }
}
inline void assign(std::shared_ptr<const Record>& to, const Value& value) {
  to = std::get<std::shared_ptr<const Record>>(value.data);
}
void assign(Env& to, const Value& value);
void assign(Dataset& to, const Value& value);
void assign(Contract& to, const Value& value);
void assign(std::vector<std::pair<std::string, Text>>& to, const Value& value);

template <class T>
void assign(std::vector<T>& to, const Value& value) {
  to.clear();
  for (const Value& element : *value.list()) assign(to.emplace_back(), element);
}
template <class T>
void assign(std::optional<T>& to, const Value& value) {
  if (value.is_null()) {
    to.reset();
  } else {
    assign(to.emplace(), value);
  }
}

// A field of a kind: its name, type and documentation, and the member that holds it.
template <class T>
struct Row {
  std::string name;
  const struct Type* type = nullptr;
  std::string doc;
  std::string fallback;                     // default as text for people
  void (*set)(T&, const Value&) = nullptr;  // null where the checker builds the member itself
};

namespace detail {
template <class T, class M>
T owner(M T::*);
}  // namespace detail

// The setter of a member, for a Row.
template <auto Member>
void set(decltype(detail::owner(Member))& object, const Value& value) {
  assign(object.*Member, value);
}

}  // namespace perfc::schema
