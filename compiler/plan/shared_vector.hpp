// A vector that copies share until one of them is changed. Thousands of tests of a suite have the same steps, header
// lines and environments; held once, they cost a counter each.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace perfc {

template <class T>
class SharedVector {
 public:
  using value_type = T;
  using Vector = std::vector<T>;
  using iterator = typename Vector::iterator;
  using const_iterator = typename Vector::const_iterator;

  SharedVector() = default;
  SharedVector(Vector items)
      : items_(std::make_shared<Vector>(std::move(items))) {}  // NOLINT(google-explicit-constructor)
  SharedVector(std::initializer_list<T> items) : SharedVector(Vector(items)) {}

  operator const Vector&() const { return get(); }  // NOLINT(google-explicit-constructor): it is a vector
  [[nodiscard]] const_iterator begin() const { return get().begin(); }
  [[nodiscard]] const_iterator end() const { return get().end(); }
  [[nodiscard]] std::size_t size() const { return get().size(); }
  [[nodiscard]] bool empty() const { return get().empty(); }
  const T& operator[](std::size_t index) const { return get()[index]; }
  [[nodiscard]] const T& front() const { return get().front(); }
  [[nodiscard]] const T& back() const { return get().back(); }
  friend bool operator==(const SharedVector& a, const SharedVector& b) {
    return a.items_ == b.items_ || a.get() == b.get();
  }

  // Each of these makes the items this vector's own first.
  Vector& edit() {
    if (!items_ || items_.use_count() > 1) items_ = std::make_shared<Vector>(get());
    return *items_;
  }
  iterator begin() { return edit().begin(); }
  iterator end() { return edit().end(); }
  T& operator[](std::size_t index) { return edit()[index]; }
  T& front() { return edit().front(); }
  T& back() { return edit().back(); }
  void push_back(T item) { edit().push_back(std::move(item)); }
  template <class... Args>
  T& emplace_back(Args&&... args) {
    return edit().emplace_back(std::forward<Args>(args)...);
  }
  iterator insert(iterator where, T item) { return edit().insert(where, std::move(item)); }
  void clear() { items_.reset(); }

 private:
  [[nodiscard]] const Vector& get() const {
    static const Vector none;
    return items_ ? *items_ : none;
  }

  std::shared_ptr<Vector> items_;  // null when there are none
};

}  // namespace perfc
