// Reads a list of tests, whatever kind of file it is.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/base/source.hpp"
#include "compiler/base/test_list.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// What a file is by its suffix, and where that says nothing (`-`, `cases.lst`, also `.txt`) by its first line that is
// neither empty nor a comment.
enum class ListFile : std::uint8_t { program, yaml, text };
[[nodiscard]] ListFile kind_of_list(std::string_view path, std::string_view text);

// The list in a file that is no program; nothing after an error. Name and folder are those of the file's path. Takes
// any bytes.
[[nodiscard]] std::optional<TestList> read_test_list(const Sources& sources, FileId file, Diagnostics& diags);

// Whether a YAML document is neither a list of tests nor a configuration, nor nearly one of them.
[[nodiscard]] bool is_other_yaml(const Document& root);

}  // namespace perfc
