// What may be imported: files of another kind as .perf source.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

enum class ForeignFile : std::uint8_t { clusters, yaml, tests, program };
// By the suffix, and where that says nothing by the first line that is neither empty nor a comment.
[[nodiscard]] ForeignFile kind_of_foreign(std::string_view path, std::string_view text);

// A cluster file as a program, formatted; nothing after an error, of which every other kind is one. Takes any bytes.
[[nodiscard]] std::optional<std::string> import_file(const Sources& sources, FileId file, Diagnostics& diags);

}  // namespace perfc
