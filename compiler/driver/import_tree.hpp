// Which files an import reads, and the names that their programs get.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace perfc::driver {

// Brings in all programs that came of a folder.
inline constexpr std::string_view kIndexName = "index.perf";

struct ImportInput {
  std::string path;
  std::string output;  // below -o DIR: "foo.perf", of a file in a folder "sub/foo.perf"
  bool of_folder = false;
};

// A folder stands for the configurations, lists and cluster files in it and below, in the order of their names.
// Throws UsageError for a folder without any, and for one that cannot be read.
[[nodiscard]] std::vector<ImportInput> import_inputs(const std::vector<std::string>& operands);

}  // namespace perfc::driver
