// What a YAML scalar is to the program that reads configurations: PyYAML, hence YAML 1.1 with PyYAML's own exceptions
// (`yes` is a bool, `010` is eight, `1:30` is ninety, `1e3` is a string). The importer types values by it, and the
// emitter asks it whether a string must be quoted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/document.hpp"

namespace perfc {

enum class ScalarKind : std::uint8_t {
  null,
  boolean,
  integer,
  floating,
  timestamp,
  reserved,  // `<<` and `=`: PyYAML reads neither as a value
  string,
};

// What unquoted `text` is.
[[nodiscard]] ScalarKind resolve_plain(std::string_view text);
// What a scalar is; quoted and block scalars are strings.
[[nodiscard]] ScalarKind resolve(const Document& scalar);

// The value of a text of that kind. An integer outside of 64 bits and one without digits (`0x_`) have none.
[[nodiscard]] bool yaml_boolean(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> yaml_integer(std::string_view text);
[[nodiscard]] double yaml_floating(std::string_view text);

// The shortest text that PyYAML reads as this number: 0.8, 1.0e-07, 12.0, .inf
[[nodiscard]] std::string yaml_text(double value);

}  // namespace perfc
