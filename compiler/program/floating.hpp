// A number with a point, and how the source spells it: `0.80` is to stand in a configuration as it was written.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace perfc {

class Floating {
 public:
  Floating() = default;
  Floating(double number) : value(number) {}  // NOLINT(google-explicit-constructor): computed, spelt nowhere
  Floating(double number, std::string_view spelling) : value(number) {
    if (spelling.size() > characters_.size()) return;
    std::ranges::copy(spelling, characters_.begin());
    length_ = static_cast<std::uint8_t>(spelling.size());
  }

  // As some source has it, which may be of another notation than the reader's; empty where none has, or a long one.
  [[nodiscard]] std::string_view spelling() const { return {characters_.data(), length_}; }
  friend bool operator==(const Floating& a, const Floating& b) { return a.value == b.value; }

  double value = 0;

 private:
  // In place: values are copied often, and outlive the texts. With this a Value is no larger than for a Symbol.
  std::array<char, 23> characters_{};
  std::uint8_t length_ = 0;
};

}  // namespace perfc
