// Files that the program carries with it: the standard library, the runtime shell, the pages of `perfc explain`.
#pragma once

#include <iterator>
#include <span>
#include <string_view>

namespace perfc {

struct EmbeddedFile {
  std::string_view path;  // below the project's root: "stdlib/gb200.perf"
  std::string_view text;
};
std::span<const EmbeddedFile> embedded_files();  // sorted by path
// Empty view with null data() when there is no such file.
std::string_view embedded_file(std::string_view path);

}  // namespace perfc
