#include "compiler/driver/import_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "compiler/base/file_name.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/filesystem.hpp"

namespace perfc::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kSuffixes = {".yaml", ".yml", ".conf", ".cfg", ".ini"};

std::string program_of(const fs::path& path) {
  return (path.parent_path() / (std::string(file_stem(path.string())) + ".perf")).string();
}

std::vector<ImportInput> inputs_of_folder(const std::string& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator each(folder, fs::directory_options::skip_permission_denied, error);
  while (!error && each != fs::recursive_directory_iterator()) {
    const bool taken = std::ranges::find(kSuffixes, lower_suffix(each->path().string())) != kSuffixes.end();
    if (taken && each->is_regular_file(error)) found.push_back(each->path());
    each.increment(error);
  }
  if (error) throw UsageError{fmt::format("folder '{}': {}", folder, reason_text(error.value())), {}};
  if (found.empty())
    throw UsageError{fmt::format("folder '{}' holds nothing to import", folder),
                     {"import reads .yaml, .yml, .conf, .cfg and .ini"}};
  std::ranges::sort(found);
  std::vector<ImportInput> inputs;
  inputs.reserve(found.size());
  for (const fs::path& path : found)
    inputs.push_back({path.string(), program_of(path.lexically_relative(folder)), true});
  return inputs;
}

}  // namespace

std::vector<ImportInput> import_inputs(const std::vector<std::string>& operands) {
  std::vector<ImportInput> inputs;
  for (const std::string& operand : operands) {
    std::error_code error;
    if (operand != "-" && fs::is_directory(operand, error)) {
      std::ranges::move(inputs_of_folder(operand), std::back_inserter(inputs));
    } else {
      const std::string name = operand == "-" ? "stdin" : std::string(file_stem(operand));
      inputs.push_back({operand, name + ".perf", false});
    }
  }
  return inputs;
}

}  // namespace perfc::driver
