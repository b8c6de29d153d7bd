#include "compiler/base/mode.hpp"

namespace perfc {

std::string_view to_string(Mode mode) {
  if (mode == Mode::disagg) return "disagg";
  return mode == Mode::single_agg ? "single-agg" : "multi-agg";
}

std::optional<Mode> mode_named(std::string_view name) {
  for (const Mode mode : kModes) {
    if (to_string(mode) == name) return mode;
  }
  return std::nullopt;
}

std::optional<Mode> mode_of_key(std::string_view key) {
  for (const Mode mode : kModes) {
    if (kModeKeys.at(static_cast<std::size_t>(mode)) == key) return mode;
  }
  return std::nullopt;
}

std::int64_t default_timeout_s(Mode mode) {
  if (mode == Mode::single_agg) return 3600;
  return mode == Mode::multi_agg ? 7200 : 10'800;
}

}  // namespace perfc
