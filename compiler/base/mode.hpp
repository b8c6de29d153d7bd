// How a test uses the machines: what lists, plans and scripts sort tests by.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace perfc {

enum class Mode : std::uint8_t { single_agg, multi_agg, disagg };

// In the order in which suites run them.
inline constexpr std::array kModes = {Mode::single_agg, Mode::multi_agg, Mode::disagg};

[[nodiscard]] std::string_view to_string(Mode mode);  // "single-agg", "multi-agg", "disagg"
[[nodiscard]] std::optional<Mode> mode_named(std::string_view name);

// As folders, groups and settings of lists spell them, in the order of kModes.
inline constexpr std::array<std::string_view, kModes.size()> kModeKeys = {"single_agg", "multi_agg", "disagg"};
[[nodiscard]] std::optional<Mode> mode_of_key(std::string_view key);

// In seconds, of a test that states no time: the defaults of the field, one hour, two, three.
[[nodiscard]] std::int64_t default_timeout_s(Mode mode);

}  // namespace perfc
