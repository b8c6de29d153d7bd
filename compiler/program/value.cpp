// Comparison and look-up of checked values.
#include "compiler/program/value.hpp"

#include <algorithm>

namespace perfc {
namespace {

bool same(const List& a, const List& b) { return a == b; }

bool same(const Record& a, const Record& b) {
  return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const Field& x, const Field& y) { return x.name == y.name && x.value == y.value; });
}

// Lists and records compare by what they hold; an absent one equals only an absent one.
template <class T>
bool same(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
  return a == b || (a && b && same(*a, *b));
}

}  // namespace

const List* Value::list() const {
  const auto* held = get<std::shared_ptr<const List>>();
  return held == nullptr ? nullptr : held->get();
}

const Record* Value::record() const {
  const auto* held = get<std::shared_ptr<const Record>>();
  return held == nullptr ? nullptr : held->get();
}

bool operator==(const Value& a, const Value& b) {
  if (a.data.index() != b.data.index()) return false;
  return std::visit(
      [&b](const auto& left) {
        using T = std::decay_t<decltype(left)>;
        const T& right = *std::get_if<T>(&b.data);
        if constexpr (std::is_same_v<T, std::shared_ptr<const List>> ||
                      std::is_same_v<T, std::shared_ptr<const Record>>) {
          return same(left, right);
        } else {
          return left == right;
        }
      },
      a.data);
}

const Field* Record::find(std::string_view name) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [name](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

const Value* Record::at(std::initializer_list<std::string_view> path) const {
  const Record* record = this;
  const Value* value = nullptr;
  for (const std::string_view name : path) {
    const Field* field = record == nullptr ? nullptr : record->find(name);
    if (field == nullptr) return nullptr;
    value = &field->value;
    record = value->record();
  }
  return value;
}

}  // namespace perfc
